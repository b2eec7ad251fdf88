#pragma once

#include <optional>
#include <string>

#include "servicenow/dictionary/table_schema.hpp"
#include "servicenow/query/query_term.hpp"

namespace toolhost::servicenow {

/// What is against the condition, given the column its field is and, when it compares two fields,
/// the other one (null when unknown): an operator that the column's type does not fit, a value that
/// the type cannot hold. ServiceNow would compare anyway, with something nobody meant. Absent when
/// nothing is.
std::optional<std::string> objectionTo(const Condition& condition,
                                       const Column& column,
                                       const Column* other);

/// What the writer of the condition should know, though it is sent; absent when nothing.
std::optional<std::string> remarkOn(const Condition& condition, const Column& column);

}  // namespace toolhost::servicenow
