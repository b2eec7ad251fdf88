#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "base/clock.hpp"
#include "outbound/client.hpp"
#include "servicenow/exchange/gate.hpp"
#include "servicenow/exchange/rate_limit.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// What a rate rule of an instance can tell requests apart by: who asks, and which API by which
/// method ("GET /api/now/table/incident").
struct Lane {
    std::string user;
    std::string api;

    auto operator<=>(const Lane&) const = default;
};

/// Decides when each request to an instance may go, whichever plugin it comes from: only so many at
/// once, and none that the instance has said it would refuse. What it said about one user's use of
/// one API holds for what the same rule is known to cover, and for nobody else. Thread-safe;
/// waiting costs no thread.
class Schedule {
public:
    struct Bounds {
        std::size_t inside_max = 4;
        std::size_t waiting_max = 256;
    };

    /// `client` (which tells the time to go on) and `clock` outlive it.
    Schedule(outbound::Client& client, const base::Clock& clock, Bounds bounds);
    Schedule(const Schedule&) = delete;
    Schedule& operator=(const Schedule&) = delete;
    ~Schedule() = default;

    /// Gives a pass when it is this request's turn. A problem when the instance wants none of these
    /// before the deadline, when too many wait already, or when the stop token fires first. The
    /// schedule outlives every pass and every wait. [any thread]
    void enter(const Lane& lane,
               base::SteadyTime deadline,
               const std::stop_token& stop,
               Then<Gate::Pass> then);

    /// Takes in what an answer to a request of that lane said. [any thread]
    void learn(const Lane& lane, const RateLimit& said);

    /// When a request of that lane may go; a time in the past means now. [any thread]
    [[nodiscard]] base::SteadyTime opensAt(const Lane& lane) const;

private:
    /// One rule as it applies to one user.
    struct Rule {
        std::int64_t used = 0;  // that we know of; others may use it up as well
        std::optional<base::WallTime> resets_at;
        base::SteadyTime opens_at{};
    };
    using RuleKey = std::pair<std::string, std::string>;  // user, rule

    void learnRule(const Lane& lane, const RateLimit& said);
    void forgetWhatIsOver();
    [[nodiscard]] base::SteadyTime opening(const RateLimit& said) const;

    outbound::Client& client_;
    const base::Clock& clock_;
    Gate gate_;
    mutable std::mutex mutex_;
    std::map<RuleKey, Rule> rules_;        // guarded by mutex_
    std::map<Lane, std::string> rule_of_;  // guarded by mutex_
    base::SteadyTime all_open_at_{};       // guarded by mutex_
};

}  // namespace toolhost::servicenow
