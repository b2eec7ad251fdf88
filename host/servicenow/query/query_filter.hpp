#pragma once

#include "base/result.hpp"
#include "servicenow/json_text.hpp"
#include "servicenow/query/encoded_query.hpp"

namespace toolhost::servicenow {

/// Compiles a structured filter to the tree an encoded query is read into. A filter is one of
///   {"field": f, "operator": op, "value": v}   a condition; without operator "=" is meant
///   {"all": [filters]}, {"any": [filters]}     joined by AND, by OR, nested as one likes
///   {"related": {"table", "field", "operator"?, "count"?, "all"?: [conditions]}}
/// Operators are the words of operators.hpp or the names encoded queries use. Values are JSON
/// texts, numbers, booleans and null, lists for `in` and `between`, objects for dates. A value that
/// the encoded form cannot hold is refused: there is no way to write '^' in it, nor ',' in a list.
base::Result<EncodedQuery> compileFilter(const Json& filter);

}  // namespace toolhost::servicenow
