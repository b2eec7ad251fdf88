#pragma once

#include <string>

#include "outbound/message.hpp"
#include "servicenow/exchange/api_request.hpp"
#include "servicenow/exchange/row_stream.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// Reads an answer of the REST API: its result, or what ServiceNow has against the request in its
/// own words. `attempted` starts the message.
Outcome<ApiReply> readApiReply(const outbound::Response& response, const std::string& attempted);

/// Reads the answer to a list whose body went through a RowStream, which came to that verdict. The
/// reply's result is null.
Outcome<ApiReply> readRowsReply(const outbound::Response& response,
                                const RowStream::Verdict& verdict,
                                const std::string& attempted);

/// The problem of a request that no answer came to.
Problem problemOf(const outbound::Failure& failure, const std::string& attempted);

/// Whether the answer is a page for people, which the API never sends: a hibernating instance, a
/// login, a proxy.
bool isPage(const outbound::Response& response);

/// What to say about such an answer.
Problem pageInsteadOfJson(const std::string& attempted, const outbound::Response& response);

}  // namespace toolhost::servicenow
