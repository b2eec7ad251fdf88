#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/auth/caller.hpp"
#include "simulator/message.hpp"
#include "simulator/properties.hpp"
#include "simulator/records.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// The rate rules of the instance, rows of sys_rate_limit_rules: so many requests in an hour, for
/// one user, a role or all. What is counted takes effect only after a while, so clients overshoot
/// as they do on the platform. Any thread may use it.
class RateLimits {
public:
    /// What a rule says to a request.
    struct Verdict {
        std::vector<std::pair<std::string, std::string>> headers;
        std::optional<Refusal> refusal;
    };

    /// Counts the request by the rule that applies to it; nothing when none does. `api` is the
    /// first step of the path after /api/now: "table", "stats", ...
    std::optional<Verdict> count(std::string_view api,
                                 const Caller& caller,
                                 Records& records,
                                 Seconds now);
    /// Begins every hour anew.
    void reset();

private:
    struct Count {
        Seconds hour_begins;
        Seconds committed_at;
        long long committed = 0;
        long long pending = 0;
    };

    std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, Count> counts_;  // by rule and user
};

}  // namespace toolhost::sim
