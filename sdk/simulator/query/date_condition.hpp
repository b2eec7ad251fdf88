#pragma once

#include "simulator/query/condition.hpp"

namespace toolhost::sim {

/// Whether compileDate() knows the operator.
bool isDateOperator(Operator op);

/// Compiles the operators that only dates have: ON, NOTON, RELATIVE.., DATEPART, MORETHAN,
/// LESSTHAN.
Compiled compileDate(const QueryScope& scope,
                     const Operand& operand,
                     const Term& term,
                     Joins& joins);

/// SQL that gives the same text for all moments within one unit ("day" of `SAMEASother@day`);
/// nothing for an unknown unit.
std::optional<std::string> truncatedDate(const std::string& sql, std::string_view unit);

}  // namespace toolhost::sim
