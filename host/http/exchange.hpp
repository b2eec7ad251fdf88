#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mcp/event_stream.hpp"

namespace toolhost::http {

/// Fields in the order they came or go; names are compared without case.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// The first field of that name.
std::optional<std::string_view> findField(const Fields& fields, std::string_view name);

/// The values of all fields of that name.
std::vector<std::string_view> findFields(const Fields& fields, std::string_view name);

/// One HTTP request, read whole. This room's own form: nothing outside it sees what parsed it.
struct Request {
    std::string method;
    std::string path;   ///< as sent, without the query
    std::string query;  ///< as sent, without the '?'
    Fields fields;
    std::string body;
    std::string peer;  ///< the other end's address, without the port
    /// Requested when the other end has gone while the answer was awaited, or its stream was open.
    std::stop_token left;
    /// Answers with an event stream (200, text/event-stream) in place of a response.
    mcp::OpenStream open_stream{};
};

/// One HTTP response.
struct Response {
    int status = 200;
    Fields fields;
    std::string body;
};

/// Takes the response: exactly once, from any thread, perhaps at once.
using Respond = std::function<void(Response)>;

/// A JSON response.
Response jsonResponse(int status, std::string body);

/// The JSON text of a string; bytes that are not UTF-8 become U+FFFD.
std::string jsonText(std::string_view text);

/// A JSON object that says in words why a request is turned away.
Response refusal(int status, std::string_view why);

}  // namespace toolhost::http
