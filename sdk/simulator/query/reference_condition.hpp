#pragma once

#include "simulator/query/condition.hpp"

namespace toolhost::sim {

/// Whether compileReference() knows the operator.
bool isReferenceOperator(Operator op);

/// Compiles the operators that only references have: DYNAMIC, IN_HIERARCHY, IN_HIERARCHY_DYNAMIC.
Compiled compileReference(const QueryScope& scope, const Operand& operand, const Term& term);

}  // namespace toolhost::sim
