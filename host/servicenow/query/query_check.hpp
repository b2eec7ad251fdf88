#pragma once

#include <string>
#include <vector>

#include "servicenow/dictionary/field_check.hpp"
#include "servicenow/query/encoded_query.hpp"

namespace toolhost::servicenow {

/// A query that is about to be sent, with the other fields of its request.
struct QueryUse {
    std::string table;
    EncodedQuery query;
    std::vector<std::string> fields;
};

/// Checks that every field exists, in related lists too, and that operators and values fit the
/// types; gives what became known, or the first problem. [any thread]
void checkQuery(Instance& instance, const Caller& caller, QueryUse use, Then<CheckedFields> then);

}  // namespace toolhost::servicenow
