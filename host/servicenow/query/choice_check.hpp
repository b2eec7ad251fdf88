#pragma once

#include <string>
#include <vector>

#include "servicenow/dictionary/vocabulary.hpp"
#include "servicenow/query/query_term.hpp"

namespace toolhost::servicenow {

/// Whether the condition compares the column with values that may be choices' labels, which are
/// never what is stored.
bool mayNameLabels(const Condition& condition, const Column& column);

/// Which values are meant, where the condition has labels in the place of values: "\"Closed\" is
/// the label of 7"; empty when it has none.
std::string valuesMeant(const Condition& condition, const std::vector<Choice>& choices);

}  // namespace toolhost::servicenow
