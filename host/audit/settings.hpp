#pragma once

#include <chrono>
#include <cstddef>

namespace toolhost::audit {

/// How a call's arguments are recorded.
enum class Arguments { Digest, Full };

/// The audit trail's bounds.
struct Settings {
    Arguments arguments = Arguments::Digest;
    /// Events one commit takes at the most, and how long one that nobody waits for is held for
    /// company. An event that somebody waits for is committed at once, with all that are queued.
    std::size_t group_max = 50;
    std::chrono::milliseconds group_wait{5};
    /// Events waiting to be written; when full, calls are refused rather than unrecorded.
    std::size_t queue_max = 10'000;
};

}  // namespace toolhost::audit
