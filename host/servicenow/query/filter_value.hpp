#pragma once

#include "base/result.hpp"
#include "servicenow/json_text.hpp"
#include "servicenow/query/operand.hpp"

namespace toolhost::servicenow {

/// Reads a structured condition's value as the operand its operator takes. The error says what is
/// wrong, to follow "the filter's condition on f: ".
base::Result<Operand> readFilterValue(const Operator& op, const Json& value);

}  // namespace toolhost::servicenow
