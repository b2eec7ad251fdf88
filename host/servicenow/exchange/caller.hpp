#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"

namespace toolhost::servicenow {

/// On whose behalf something is asked, and until when an answer is wanted.
struct Caller {
    std::string user;
    base::SteadyTime deadline;
    std::stop_token stop;
    /// Shows that work is under way; the service outlives every copy (see Attendance).
    std::shared_ptr<const void> ticket;
    /// The user's own token for the instance, which a gateway before this host handed over; none
    /// otherwise.
    std::shared_ptr<const base::Secret> own_token{};
};

}  // namespace toolhost::servicenow
