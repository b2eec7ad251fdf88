#pragma once

#include <memory>

#include "tasks/waiting.hpp"
#include "tools/callable.hpp"

namespace toolhost::tasks {

/// Who listens to a call, for as long as its caller waits: nothing is said of a task but by its
/// changes. Null for null.
std::shared_ptr<tools::Audience> whileWaited(const std::shared_ptr<const Waiting>& waiting,
                                             std::shared_ptr<tools::Audience> audience);

}  // namespace toolhost::tasks
