#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <random>

#include "outbound/settings.hpp"

namespace toolhost::outbound {

/// How often and when requests may be repeated, all of them together: repetitions come out of a
/// budget that requests fill, so that a system in trouble is not given several times its load.
/// Thread-safe.
class Retries {
public:
    explicit Retries(const Settings& settings);

    /// A request is sent for the first time: that adds a tenth of a repetition to the budget.
    void countRequest();

    /// How long to wait before another attempt when `made` have been: doubled with each, and
    /// somewhere in the upper half of that, so that many do not come back at once.
    [[nodiscard]] std::chrono::milliseconds delayAfter(unsigned made);

    /// Takes one repetition out of the budget; false when it is used up.
    [[nodiscard]] bool spend();

private:
    const std::chrono::milliseconds delay_;
    std::mutex mutex_;
    unsigned tenths_;      // guarded by mutex_
    std::mt19937 random_;  // guarded by mutex_
};

}  // namespace toolhost::outbound
