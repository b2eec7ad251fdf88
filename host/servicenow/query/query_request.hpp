#pragma once

#include "servicenow/query/encoded_query.hpp"
#include "servicenow/query/script_policy.hpp"
#include "servicenow/request_reader.hpp"

namespace toolhost::servicenow {

/// Reads `query`, `filter` and `text_search` as one query that fulfils all of them; the reader
/// remembers what is wrong with them.
EncodedQuery readQuery(RequestReader& reader, const ScriptPolicy& scripts);

/// What becomes of names that do not exist, said where one is refused.
inline constexpr const char* kUnknownNameIsIgnored =
    "ServiceNow ignores names it does not know: a condition on one would not narrow the answer, "
    "and every record would come; the schema operation lists the names";

}  // namespace toolhost::servicenow
