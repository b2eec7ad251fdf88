#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>

#include "base/log.hpp"
#include "http/connection/forwarded.hpp"
#include "http/connection/headcount.hpp"
#include "http/dispatcher.hpp"
#include "http/parse/intake.hpp"
#include "http/settings.hpp"

namespace toolhost::http {

/// What all connections of one server share. A connection uses it until it is closed, no longer.
struct Premises {
    /// How long so many bytes may take: `patience`, and longer at no less than the least pace.
    [[nodiscard]] std::chrono::milliseconds allowance(std::chrono::milliseconds patience,
                                                      std::size_t bytes) const {
        const std::chrono::milliseconds at_least_pace(1000 * bytes / settings.bytes_per_second_min);
        return std::max(patience, at_least_pace);
    }

    const Settings& settings;
    Dispatcher& dispatcher;
    Headcount& headcount;
    const TrustedProxies& proxies;
    base::Log& log;
    HeadLimits head_limits;
    Intake::BodyBytesMax body_bytes_max;
    /// From then on every answer is the last one of its connection.
    std::atomic<bool> is_closing = false;
};

}  // namespace toolhost::http
