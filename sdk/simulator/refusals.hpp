#pragma once

#include <string>
#include <string_view>

#include "simulator/result.hpp"

/// The refusals of the platform, in its own words, one function each.
namespace toolhost::sim::refusals {

Refusal invalidTable(std::string_view table);
Refusal unknownResource(std::string_view path);
/// A body that is not the JSON object the API asks for; `detail` is the parser's complaint.
Refusal unreadableRequest(std::string detail);
Refusal notAuthenticated();
/// The caller may not use this table through the API at all.
Refusal notAuthorized();
/// The query compares or sorts by fields that the caller may not read.
Refusal forbiddenQuery();
/// A row or table rule forbids the write; `verb` is Insert, Update or Delete.
Refusal forbiddenWrite(std::string_view verb);
/// A business rule has aborted a write to that table.
Refusal businessRule(std::string_view table, std::string_view rule, std::string_view rule_id);
/// A data policy wants fields that are empty; `labels` is the joined complaint.
Refusal dataPolicy(std::string complaint);
/// Absent and hidden records look the same.
Refusal noRecord();
Refusal methodNotSupported();
/// More requests in this hour than a rate rule allows to that API.
Refusal rateLimited(long long per_hour, std::string_view api);
/// The transaction took longer than its quota.
Refusal transactionCancelled();
/// The platform does this and the simulator does not: said in words, never silently wrong.
Refusal notSimulated(std::string_view what, std::string advice);

}  // namespace toolhost::sim::refusals
