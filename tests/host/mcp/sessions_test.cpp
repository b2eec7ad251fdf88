#include "mcp/sessions/sessions.hpp"

#include <set>

#include <gtest/gtest.h>

namespace toolhost::mcp {
namespace {

/// A clock that a test moves.
class FakeClock final : public base::Clock {
public:
    [[nodiscard]] base::SteadyTime steady() const override { return now; }
    [[nodiscard]] base::WallTime wall() const override { return {}; }
    base::SteadyTime now;
};

identity::Principal caller(const char* subject) {
    identity::Principal principal;
    principal.subject = subject;
    return principal;
}

std::shared_ptr<Peer> settled() {
    auto peer = std::make_shared<Peer>();
    peer->settle({&kRevision20251125, R"({"elicitation":{},"other":{}})"});
    return peer;
}

const Sessions::Limits kLimits{10'000, std::chrono::minutes(30)};

Sessions sessionsBy(const base::Clock& clock) {
    return {crypto::Sealer::ephemeral(), clock, kLimits};
}

TEST(Sessions, AreNobodyElses) {
    FakeClock clock;
    Sessions sessions = sessionsBy(clock);
    const auto id = sessions.open(caller("abel"), settled()).value();
    EXPECT_EQ(sessions.find(id, caller("beth")), nullptr);
    EXPECT_FALSE(sessions.close(id, caller("beth")));
    EXPECT_NE(sessions.find(id, caller("abel")), nullptr);
}

TEST(Sessions, EndWhenIdle) {
    FakeClock clock;
    Sessions sessions = sessionsBy(clock);
    const auto id = sessions.open(caller("abel"), settled()).value();
    clock.now += std::chrono::minutes(29);
    EXPECT_NE(sessions.find(id, caller("abel")), nullptr);
    clock.now += std::chrono::minutes(31);
    EXPECT_EQ(sessions.find(id, caller("abel")), nullptr);
}

TEST(Sessions, CancelWhatRunsWhenTheyAreClosed) {
    FakeClock clock;
    Sessions sessions = sessionsBy(clock);
    const auto peer = settled();
    const auto id = sessions.open(caller("abel"), peer).value();
    const auto token = peer->begin("1");
    EXPECT_TRUE(sessions.close(id, caller("abel")));
    EXPECT_TRUE(token.stop_requested());
    EXPECT_FALSE(sessions.close(id, caller("abel")));
}

TEST(Sessions, HaveBoundedNumber) {
    FakeClock clock;
    Sessions sessions = sessionsBy(clock);
    const auto first = sessions.open(caller("abel"), settled()).value();
    clock.now += std::chrono::seconds(1);
    std::set<std::string> ids;
    for (int i = 0; i < 10'000; ++i)
        ids.insert(sessions.open(caller("abel"), settled()).value());
    EXPECT_EQ(ids.size(), 10'000U);
    EXPECT_EQ(sessions.open(caller("abel"), settled()).ok(), true);
}

TEST(Sessions, GoOnInAnotherProcessForTheirOwnerOnly) {
    FakeClock clock;
    const crypto::Sealer sealer = crypto::Sealer::ephemeral();
    const auto id = Sessions(sealer, clock, kLimits).open(caller("abel"), settled()).value();
    Sessions later(sealer, clock, kLimits);
    EXPECT_EQ(later.find(id, caller("beth")), nullptr);
    EXPECT_EQ(later.find(id + "x", caller("abel")), nullptr);
    const auto peer = later.find(id, caller("abel"));
    ASSERT_NE(peer, nullptr);
    EXPECT_EQ(peer->terms().revision, &kRevision20251125);
    EXPECT_EQ(peer->terms().capabilities, R"({"elicitation":{}})");
    EXPECT_TRUE(later.close(id, caller("abel")));
    EXPECT_EQ(later.find(id, caller("abel")), nullptr) << "what was closed stays closed";
}

TEST(Peer, CancelsByIdOnly) {
    Peer peer;
    const auto one = peer.begin("1");
    const auto text = peer.begin("\"1\"");
    peer.cancel("1");
    peer.cancel("unknown");
    EXPECT_TRUE(one.stop_requested());
    EXPECT_FALSE(text.stop_requested());
}

}  // namespace
}  // namespace toolhost::mcp
