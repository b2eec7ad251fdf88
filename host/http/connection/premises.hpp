#pragma once

#include <atomic>

#include "base/log.hpp"
#include "http/connection/headcount.hpp"
#include "http/dispatcher.hpp"
#include "http/parse/intake.hpp"
#include "http/settings.hpp"

namespace toolhost::http {

/// What all connections of one server share. A connection uses it until it is closed, no longer.
struct Premises {
    const Settings& settings;
    Dispatcher& dispatcher;
    Headcount& headcount;
    base::Log& log;
    HeadLimits head_limits;
    Intake::BodyBytesMax body_bytes_max;
    /// From then on every answer is the last one of its connection.
    std::atomic<bool> is_closing = false;
};

}  // namespace toolhost::http
