#include "simulator/limits/rate_limits.hpp"

#include <array>

#include "simulator/refusals.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

constexpr std::chrono::hours kHour{1};

struct Rule {
    std::string sys_id;
    long long per_hour = 0;
    int rank = 0;  ///< 3 for a rule of the user, 2 of a role, 1 of all
};

/// The name of an API in the text of a refusal.
std::string apiTitle(std::string_view api) {
    struct Title {
        std::string_view api;
        std::string_view title;
    };
    constexpr std::array kTitles{Title{"table", "Table API"},
                                 Title{"stats", "Aggregate API"},
                                 Title{"attachment", "Attachment API"},
                                 Title{"import", "Import Set API"},
                                 Title{"batch", "Batch API"}};
    for (const auto& title : kTitles) {
        if (title.api == api) return std::string(title.title);
    }
    return std::string(api) + " API";
}

int rankFor(const Caller& caller, std::string_view user, std::string_view role) {
    if (!user.empty()) return user == caller.sys_id ? 3 : 0;
    if (!role.empty()) return caller.has(role) ? 2 : 0;
    return 1;
}

/// A rule of the user comes before one of a role, that before one of all; of several the lowest.
std::optional<Rule> ruleFor(std::string_view api, const Caller& caller, Records& records) {
    auto statement = records.session().prepare(
        "SELECT r.\"sys_id\", r.\"rate_limit\", r.\"user\", o.\"name\" FROM "
        "\"sys_rate_limit_rules\" AS r LEFT JOIN \"sys_user_role\" AS o ON o.\"sys_id\" = "
        "r.\"role\" WHERE r.\"active\" = 'true' AND (r.\"api\" IS NULL OR r.\"api\" = ?)");
    statement.bind(api);
    std::optional<Rule> best;
    while (statement.step()) {
        const auto rank = rankFor(caller, statement.text(2), statement.text(3));
        if (rank == 0) continue;
        Rule rule{std::string(statement.text(0)), statement.integer(1), rank};
        const bool better = !best || rule.rank > best->rank ||
                            (rule.rank == best->rank && rule.per_hour < best->per_hour);
        if (better) best = std::move(rule);
    }
    return best;
}

std::string unixTime(Seconds moment) {
    return std::to_string(moment.time_since_epoch().count());
}

}  // namespace

std::optional<RateLimits::Verdict> RateLimits::count(std::string_view api,
                                                     const Caller& caller,
                                                     Records& records,
                                                     Seconds now) {
    const auto rule = ruleFor(api, caller, records);
    if (!rule) return std::nullopt;
    const std::chrono::seconds lag(
        Properties(records.session()).number(properties::kRateCommitSeconds));
    const std::lock_guard lock(mutex_);
    const auto hour = std::chrono::floor<std::chrono::hours>(now);
    auto& count =
        counts_.try_emplace({rule->sys_id, caller.sys_id}, Count{hour, now}).first->second;
    if (count.hour_begins != hour) count = {hour, now};
    if (now - count.committed_at >= lag) {
        count.committed += std::exchange(count.pending, 0);
        count.committed_at = now;
    }
    const auto reset = hour + kHour;
    Verdict verdict{{{"X-RateLimit-Limit", std::to_string(rule->per_hour)},
                     {"X-RateLimit-Reset", unixTime(reset)},
                     {"X-RateLimit-Rule", rule->sys_id}},
                    std::nullopt};
    if (count.committed < rule->per_hour) {
        ++count.pending;
        return verdict;
    }
    verdict.headers.emplace_back("Retry-After", std::to_string((reset - now).count()));
    verdict.refusal = refusals::rateLimited(rule->per_hour, apiTitle(api));
    return verdict;
}

void RateLimits::reset() {
    const std::lock_guard lock(mutex_);
    counts_.clear();
}

}  // namespace toolhost::sim
