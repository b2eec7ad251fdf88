#pragma once

#include <map>
#include <string>
#include <vector>

#include "servicenow/dictionary/table_schema.hpp"
#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {

/// The values a write sends, as ServiceNow stores them.
using SentValues = std::map<std::string, std::string>;

/// The fields to ask back after a write: the record's names, and all that was sent.
std::vector<std::string> fieldsToReadBack(const TableSchema& schema, const SentValues& sent);

/// {sys_id, number?, display?} of a record read back with every field as {display_value, value}.
Json namesOf(const Json& record, const TableSchema& schema);

/// {field: {sent, value, display}} of what the instance stored otherwise than it was sent: rules,
/// calculated fields, fields that this user may not write. Empty when nothing.
Json changedByInstance(const Json& record, const TableSchema& schema, const SentValues& sent);

}  // namespace toolhost::servicenow
