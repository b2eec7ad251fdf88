#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>

namespace toolhost::servicenow {

/// Counts the work under way, so that what it uses can be taken down after the last of it.
class Attendance {
public:
    /// Counts for as long as a copy of the ticket lives. [any thread]
    [[nodiscard]] std::shared_ptr<const void> enter();

    /// Returns when no ticket is left. Nobody may enter any more.
    void waitUntilEmpty();

private:
    void leave();

    std::mutex mutex_;
    std::condition_variable left_;
    std::size_t present_ = 0;  // guarded by mutex_
};

}  // namespace toolhost::servicenow
