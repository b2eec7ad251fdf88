#pragma once

#include <mutex>
#include <optional>

#include "base/clock.hpp"

namespace toolhost::audit {

/// Whether writing works. While it does not, an attempt a second is let through to see whether it
/// does again. Thread-safe.
class Outage {
public:
    /// Writing failed, or worked.
    void noteFailure(base::SteadyTime now);
    void noteSuccess();

    /// Whether something may be handed to the writer now; true uses up this second's attempt.
    bool admits(base::SteadyTime now);

private:
    std::mutex mutex_;
    std::optional<base::SteadyTime> next_attempt_;  // guarded by mutex_; absent while writing works
};

}  // namespace toolhost::audit
