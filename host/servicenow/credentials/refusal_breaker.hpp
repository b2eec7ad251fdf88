#pragma once

#include <chrono>
#include <deque>
#include <mutex>
#include <optional>

#include "base/clock.hpp"

namespace toolhost::servicenow {

/// Stops asking an instance that refuses without saying why: its 401 looks the same for a wrong
/// secret, a disabled grant and a locked user, and asking on would lock users and fill its log.
/// Five such refusals within a minute, with nothing granted between them, make a pause of a minute;
/// then one request tries. Thread-safe.
class RefusalBreaker {
public:
    /// `clock` outlives it.
    explicit RefusalBreaker(const base::Clock& clock) : clock_(clock) {}

    /// How long nothing is asked yet. Absent: ask, and report how it went.
    [[nodiscard]] std::optional<std::chrono::seconds> pause();

    void refused();
    /// The instance granted something, or refused and said why.
    void answered();

private:
    const base::Clock& clock_;
    std::mutex mutex_;
    std::deque<base::SteadyTime> refusals_;         // guarded by mutex_
    std::optional<base::SteadyTime> closed_until_;  // guarded by mutex_
};

}  // namespace toolhost::servicenow
