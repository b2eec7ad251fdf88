#include "servicenow/exchange/schedule.hpp"

#include <future>
#include <sstream>

#include <gtest/gtest.h>

#include "fake_clock.hpp"

namespace toolhost::servicenow {
namespace {

using namespace std::chrono_literals;

const Lane kIncidents{"beth.anglin", "GET /api/now/table/incident"};
const Lane kProblems{"beth.anglin", "GET /api/now/table/problem"};
const Lane kOfFred{"fred.luddy", "GET /api/now/table/incident"};

/// A schedule whose clock a test moves; a wait that it starts ends by the machine's own clock.
struct Office {
    FakeClock clock;
    base::SystemClock machine;
    std::ostringstream written;
    base::Log log{written, base::LogLevel::Debug};
    outbound::Client client{{}, machine, log};
    Schedule schedule{client, clock, {.inside_max = 2, .waiting_max = 4}};

    /// What entering comes to within that time.
    Outcome<Gate::Pass> enter(const Lane& lane, std::chrono::seconds patience = 10s) {
        std::promise<Outcome<Gate::Pass>> pass;
        schedule.enter(lane, clock.steady() + patience, {}, [&pass](Outcome<Gate::Pass> got) {
            pass.set_value(std::move(got));
        });
        return pass.get_future().get();
    }
    [[nodiscard]] std::chrono::milliseconds pauseOf(const Lane& lane) const {
        const auto pause = schedule.opensAt(lane) - clock.steady();
        return std::max(0ms, std::chrono::duration_cast<std::chrono::milliseconds>(pause));
    }
};

RateLimit refusal(std::optional<std::chrono::seconds> retry_after, std::string rule = {}) {
    RateLimit said;
    said.rule = std::move(rule);
    said.is_refusal = true;
    said.retry_after = retry_after;
    return said;
}

RateLimit covered(const std::string& rule, std::int64_t limit, base::WallTime resets_at) {
    RateLimit said;
    said.rule = rule;
    said.limit = limit;
    said.resets_at = resets_at;
    return said;
}

TEST(Schedule, RefusesAtOnceWhatTheInstanceWouldRefuseUntilTheDeadline) {
    Office office;
    office.schedule.learn(kIncidents, refusal(60s, "rule-1"));
    const auto pass = office.enter(kIncidents, 10s);
    ASSERT_FALSE(pass.ok());
    EXPECT_EQ(pass.problem().kind, Problem::Kind::RateLimited);
    EXPECT_NE(pass.problem().hint.find("60 s"), std::string::npos);
}

TEST(Schedule, HoldsNobodyUpForAnothersRefusal) {
    Office office;
    office.schedule.learn(kIncidents, refusal(60s, "rule-1"));
    EXPECT_EQ(office.pauseOf(kOfFred), 0ms);
    EXPECT_EQ(office.pauseOf(kProblems), 0ms);
    EXPECT_TRUE(office.enter(kOfFred).ok());
}

TEST(Schedule, HoldsUpWhateverTheSameRuleIsKnownToCover) {
    Office office;
    const auto hour_ends = office.clock.wall() + 10min;
    office.schedule.learn(kProblems, covered("rule-1", 500, hour_ends));
    RateLimit refused = covered("rule-1", 500, hour_ends);
    refused.is_refusal = true;
    refused.retry_after = 60s;
    office.schedule.learn(kIncidents, refused);
    EXPECT_EQ(office.pauseOf(kProblems), 60s);
}

TEST(Schedule, StopsByItselfWhenARuleIsUsedUp) {
    Office office;
    const auto hour_ends = office.clock.wall() + 10min;
    office.schedule.learn(kIncidents, covered("rule-1", 2, hour_ends));
    EXPECT_EQ(office.pauseOf(kIncidents), 0ms);
    office.schedule.learn(kIncidents, covered("rule-1", 2, hour_ends));
    EXPECT_EQ(office.pauseOf(kIncidents), 10min);
    office.schedule.learn(kIncidents, covered("rule-1", 2, hour_ends + 1h));
    EXPECT_EQ(office.pauseOf(kIncidents), 0ms);
}

TEST(Schedule, HoldsEverybodyUpWhenTheInstanceNamesNoRule) {
    Office office;
    office.schedule.learn(kIncidents, refusal(std::nullopt));
    EXPECT_EQ(office.pauseOf(kOfFred), 1s);
    office.schedule.learn(kIncidents, refusal(3'000s));
    EXPECT_EQ(office.pauseOf(kOfFred), 60s);
}

/// By the machine's own clock, for what has to be waited for.
struct RealOffice {
    base::SystemClock clock;
    std::ostringstream written;
    base::Log log{written, base::LogLevel::Debug};
    outbound::Client client{{}, clock, log};
    Schedule schedule{client, clock, {}};
};

TEST(Schedule, GoesOnWhenTheTimeHasCome) {
    RealOffice office;
    office.schedule.learn(kIncidents, refusal(1s));
    const auto opens_at = office.schedule.opensAt(kIncidents);
    std::promise<bool> passed;
    office.schedule.enter(
        kIncidents, office.clock.steady() + 10s, {}, [&passed](const Outcome<Gate::Pass>& pass) {
            passed.set_value(pass.ok());
        });
    EXPECT_TRUE(passed.get_future().get());
    EXPECT_GE(office.clock.steady(), opens_at);
}

TEST(Schedule, LetsGoOfWhoeverIsCancelledWhileWaiting) {
    RealOffice office;
    office.schedule.learn(kIncidents, refusal(60s, "rule-1"));
    std::stop_source stop;
    std::promise<Problem::Kind> ended;
    office.schedule.enter(
        kIncidents,
        office.clock.steady() + 100s,
        stop.get_token(),
        [&ended](const Outcome<Gate::Pass>& pass) { ended.set_value(pass.problem().kind); });
    stop.request_stop();
    EXPECT_EQ(ended.get_future().get(), Problem::Kind::Cancelled);
}

}  // namespace
}  // namespace toolhost::servicenow
