#pragma once

#include <chrono>
#include <deque>

#include "base/clock.hpp"

namespace toolhost::loader {

/// How long to wait before a process that ended is started again: longer from one end to the next,
/// and a minute when it ends all the time. [one thread]
class Restarts {
public:
    /// The pause after an end at that time.
    std::chrono::milliseconds pauseAfter(base::SteadyTime end);

private:
    std::deque<base::SteadyTime> ends_;  // of the last minute
};

}  // namespace toolhost::loader
