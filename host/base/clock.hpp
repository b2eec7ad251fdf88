#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace toolhost::base {

using SteadyTime = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

/// Where a room reads the time, so that a test can set it. Thread-safe.
class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    /// For deadlines and durations.
    [[nodiscard]] virtual SteadyTime steady() const = 0;
    /// For dates that leave the process: token claims, audit records.
    [[nodiscard]] virtual WallTime wall() const = 0;
};

/// The machine's own clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] SteadyTime steady() const override;
    [[nodiscard]] WallTime wall() const override;
};

/// Whole seconds since 1970-01-01 UTC, as JWT NumericDate wants them.
std::int64_t secondsSinceEpoch(WallTime time);

/// Microseconds since 1970-01-01 UTC.
std::int64_t microsecondsSinceEpoch(WallTime time);

/// RFC 3339 in UTC with milliseconds: "2026-07-28T09:30:00.123Z".
std::string toRfc3339(WallTime time);

}  // namespace toolhost::base
