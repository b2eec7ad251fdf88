#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "identity/principal.hpp"

namespace toolhost::tasks {

/// Who called, as the text that is kept with a task. Of a ServiceNow token the caller handed over
/// only that there was one: it is nowhere on disk.
std::string textOf(const identity::Principal& principal);

/// Whom textOf wrote. Refuses one that handed over a ServiceNow token, because nobody may act in
/// its name without it.
base::Result<identity::Principal> principalFrom(std::string_view text);

}  // namespace toolhost::tasks
