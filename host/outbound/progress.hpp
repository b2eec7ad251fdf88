#pragma once

#include <string>

#include "base/clock.hpp"
#include "outbound/settings.hpp"

namespace toolhost::outbound {

/// How far an attempt has come, and until when it may take to come further. Not thread-safe.
class Progress {
public:
    /// In the order in which they are gone through; some are passed over.
    enum class Phase {
        Queued,      ///< for a connection: no limit of its own
        Connecting,  ///< the name and the connection, a proxy's included
        Securing,    ///< TLS
        Waiting,     ///< sending, then waiting for the first byte
        Receiving
    };

    /// Both outlive it.
    Progress(const Settings& settings, const base::Clock& clock)
        : settings_(settings), clock_(clock) {}

    /// Goes on to a later phase. False when that or a later one has been reached already.
    bool enter(Phase phase);
    /// Bytes went or came: the phase's time starts anew.
    void touch();

    [[nodiscard]] Phase phase() const { return phase_; }
    /// When the phase has taken too long; the far future when it may take any time.
    [[nodiscard]] base::SteadyTime until() const { return until_; }
    /// What has not happened in time, and the setting that says so.
    [[nodiscard]] std::string lateness() const;

private:
    const Settings& settings_;
    const base::Clock& clock_;
    Phase phase_ = Phase::Queued;
    base::SteadyTime until_ = base::SteadyTime::max();
};

}  // namespace toolhost::outbound
