#pragma once

#include <chrono>
#include <cstddef>

namespace toolhost::tasks {

/// When a call becomes a task, and how many tasks are kept for how long.
struct Settings {
    /// How long a caller that knows tasks waits for an answer before it gets a task instead.
    std::chrono::milliseconds after{500};
    /// From accepting such a call to giving up on its answer.
    std::chrono::seconds deadline{3'600};
    /// How long a task is kept after its last change, unless its tool is at work.
    std::chrono::seconds ttl{86'400};
    /// How often callers are asked to look at it.
    std::chrono::milliseconds poll{1'000};
    /// Tasks of one caller that are kept, and calls that may become one.
    std::size_t max_per_caller = 256;
    /// The same of all callers.
    std::size_t max_in_all = 10'000;
    /// The largest answer that is kept.
    std::size_t answer_bytes_max = std::size_t{4} << 20;
};

}  // namespace toolhost::tasks
