#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "outbound/settings.hpp"
#include "outbound/snapshot.hpp"

namespace toolhost::outbound {

/// What an attempt tells of the host it was sent to.
enum class Evidence {
    None,    ///< nothing: cancelled, refused by ourselves, too little time given
    Alive,   ///< it answered
    Failing  ///< no connection, no answer in time, or 502, 503, 504
};

/// A circuit breaker for each host: after so many failures in a row a host is left alone for a
/// while, then one request finds out whether it is back. Thread-safe.
class Breakers {
public:
    /// Leave to send; report() takes it back.
    struct Ticket {
        std::uint64_t generation = 0;
    };
    /// No leave.
    struct Refusal {
        /// When the host will be tried again; now, when that is under way.
        base::SteadyTime retry_at;
    };
    /// What a report changed.
    enum class Change { None, Opened, Closed };

    /// `clock` outlives the breakers.
    Breakers(const Settings& settings, const base::Clock& clock);

    /// `host` is scheme, name and port. Every ticket has to be reported.
    [[nodiscard]] std::variant<Ticket, Refusal> admit(const std::string& host);
    Change report(const std::string& host, Ticket ticket, Evidence evidence);

    /// The hosts that something has failed at lately.
    [[nodiscard]] std::vector<BreakerStatus> statuses() const;

private:
    struct Breaker {
        BreakerState state = BreakerState::Closed;
        unsigned failures = 0;  // in a row
        base::SteadyTime changed;
        std::uint64_t generation = 0;
    };
    using Hosts = std::map<std::string, Breaker>;

    Change reportClosed(const std::string& host, Evidence evidence);
    Change reportProbe(Hosts::iterator host, Evidence evidence);
    void enter(Breaker& breaker, BreakerState state);
    [[nodiscard]] Breaker* findOrMake(const std::string& host);
    [[nodiscard]] bool isStale(const Breaker& breaker) const;

    const unsigned failures_max_;
    const std::chrono::milliseconds open_;
    const base::Clock& clock_;
    mutable std::mutex mutex_;
    Hosts hosts_;                        // guarded by mutex_
    std::uint64_t last_generation_ = 0;  // guarded by mutex_
};

}  // namespace toolhost::outbound
