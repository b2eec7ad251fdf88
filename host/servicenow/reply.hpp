#pragma once

#include <string>

#include "servicenow/json_text.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// The reply of a call: `{"ok":true,…}` with the members of the outcome, or `{"ok":false,
/// "error":{…}}`. A transaction id that is not known is left out.
std::string replyText(const Outcome<Json>& outcome);

}  // namespace toolhost::servicenow
