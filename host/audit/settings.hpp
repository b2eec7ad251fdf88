#pragma once

#include <chrono>
#include <cstddef>

namespace toolhost::audit {

/// How a call's arguments are recorded.
enum class Arguments { Digest, Full };

/// The audit trail's bounds.
struct Settings {
    Arguments arguments = Arguments::Digest;
    /// Events one commit takes at the most, and how long the first of them waits for company.
    std::size_t group_max = 50;
    std::chrono::milliseconds group_wait{5};
    /// Events waiting to be written; when full, calls are refused rather than unrecorded.
    std::size_t queue_max = 10'000;
};

}  // namespace toolhost::audit
