#include "servicenow/exchange/schedule.hpp"

#include <algorithm>
#include <chrono>

namespace toolhost::servicenow {
namespace {

using std::chrono::seconds;

/// A refusal that says nothing about when to come again: an overfull queue empties in moments.
constexpr seconds kPauseUnsaid{1};
/// Rules count by the hour; a longer wait is a mistake of somebody's clock.
constexpr seconds kPauseMax{3'600};
/// What holds everybody up is looked at again soon.
constexpr seconds kPauseOfAllMax{60};
constexpr std::size_t kRulesMax = 4'096;

Problem closedFor(base::SteadyTime::duration wait) {
    const auto left = std::chrono::ceil<seconds>(wait).count();
    return {.kind = Problem::Kind::RateLimited,
            .message = "the instance takes no more of these requests from this user for " +
                       std::to_string(left) + " s",
            .hint = "try again in " + std::to_string(left) +
                    " s, and ask for more at once instead of more often; the administrator of the "
                    "instance can change its rate limit rules"};
}

}  // namespace

Schedule::Schedule(outbound::Client& client, const base::Clock& clock, Bounds bounds)
    : client_(client), clock_(clock), gate_(bounds.inside_max, bounds.waiting_max) {}

void Schedule::enter(const Lane& lane,
                     base::SteadyTime deadline,
                     const std::stop_token& stop,
                     Then<Gate::Pass> then) {
    const auto now = clock_.steady();
    const auto opens_at = opensAt(lane);
    if (opens_at <= now) return gate_.enter(stop, std::move(then));
    if (opens_at >= deadline) return then(closedFor(opens_at - now));
    client_.wait(opens_at, stop, [=, this, then = std::move(then)](outbound::Wait how) {
        if (how == outbound::Wait::Over) return enter(lane, deadline, stop, then);
        then(Problem{.kind = Problem::Kind::Cancelled,
                     .message = "cancelled while waiting for the instance"});
    });
}

base::SteadyTime Schedule::opensAt(const Lane& lane) const {
    const std::lock_guard lock(mutex_);
    const auto covered = rule_of_.find(lane);
    if (covered == rule_of_.end()) return all_open_at_;
    const auto rule = rules_.find({lane.user, covered->second});
    return rule == rules_.end() ? all_open_at_ : std::max(all_open_at_, rule->second.opens_at);
}

void Schedule::learn(const Lane& lane, const RateLimit& said) {
    const std::lock_guard lock(mutex_);
    if (!said.rule.empty()) return learnRule(lane, said);
    if (!said.is_refusal) return;
    const auto latest = clock_.steady() + kPauseOfAllMax;
    all_open_at_ = std::max(all_open_at_, std::min(opening(said), latest));
}

/// Under the lock.
void Schedule::learnRule(const Lane& lane, const RateLimit& said) {
    if (rules_.size() >= kRulesMax || rule_of_.size() >= kRulesMax) forgetWhatIsOver();
    rule_of_[lane] = said.rule;
    Rule& rule = rules_[{lane.user, said.rule}];
    if (rule.resets_at != said.resets_at) rule = Rule{.resets_at = said.resets_at};
    ++rule.used;
    const bool is_used_up = said.limit && rule.used >= *said.limit && said.resets_at;
    if (said.is_refusal || is_used_up) rule.opens_at = std::max(rule.opens_at, opening(said));
}

/// Under the lock.
void Schedule::forgetWhatIsOver() {
    const auto wall = clock_.wall();
    const auto steady = clock_.steady();
    std::erase_if(rules_, [&](const auto& entry) {
        const Rule& rule = entry.second;
        return rule.opens_at <= steady && (!rule.resets_at || *rule.resets_at <= wall);
    });
    if (rules_.size() >= kRulesMax) rules_.clear();  // learned again, at the price of refusals
    std::erase_if(rule_of_, [&](const auto& entry) {
        return !rules_.contains({entry.first.user, entry.second});
    });
}

base::SteadyTime Schedule::opening(const RateLimit& said) const {
    auto pause = kPauseUnsaid;
    if (said.retry_after) {
        pause = *said.retry_after;
    } else if (said.resets_at) {
        pause = std::chrono::ceil<seconds>(*said.resets_at - clock_.wall());
    }
    return clock_.steady() + std::clamp(pause, seconds(0), kPauseMax);
}

}  // namespace toolhost::servicenow
