#pragma once

#include <string>

#include "servicenow/answer.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// The reply of a call: `{"ok":true,…}` with the members of the outcome, or `{"ok":false,
/// "error":{…}}`. A transaction id that is not known is left out. `acting_as` names the account
/// that the instance saw instead of the caller; empty when it saw the caller.
std::string replyText(const Outcome<Answer>& outcome, const std::string& acting_as = {});

}  // namespace toolhost::servicenow
