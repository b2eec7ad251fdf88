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

TEST(Sessions, AreNobodyElses) {
    FakeClock clock;
    Sessions sessions(clock);
    const auto id = sessions.open(caller("abel"), std::make_shared<Peer>());
    EXPECT_EQ(sessions.find(id, caller("beth")), nullptr);
    EXPECT_FALSE(sessions.close(id, caller("beth")));
    EXPECT_NE(sessions.find(id, caller("abel")), nullptr);
}

TEST(Sessions, EndWhenIdle) {
    FakeClock clock;
    Sessions sessions(clock);
    const auto id = sessions.open(caller("abel"), std::make_shared<Peer>());
    clock.now += std::chrono::minutes(29);
    EXPECT_NE(sessions.find(id, caller("abel")), nullptr);
    clock.now += std::chrono::minutes(31);
    EXPECT_EQ(sessions.find(id, caller("abel")), nullptr);
}

TEST(Sessions, CancelWhatRunsWhenTheyAreClosed) {
    FakeClock clock;
    Sessions sessions(clock);
    const auto peer = std::make_shared<Peer>();
    const auto id = sessions.open(caller("abel"), peer);
    const auto token = peer->begin("1");
    EXPECT_TRUE(sessions.close(id, caller("abel")));
    EXPECT_TRUE(token.stop_requested());
    EXPECT_FALSE(sessions.close(id, caller("abel")));
}

TEST(Sessions, HaveBoundedNumber) {
    FakeClock clock;
    Sessions sessions(clock);
    const auto first = sessions.open(caller("abel"), std::make_shared<Peer>());
    clock.now += std::chrono::seconds(1);
    std::set<std::string> ids;
    for (int i = 0; i < 10'000; ++i)
        ids.insert(sessions.open(caller("abel"), std::make_shared<Peer>()));
    EXPECT_EQ(ids.size(), 10'000U);
    EXPECT_EQ(sessions.find(first, caller("abel")), nullptr) << "the longest idle one gave way";
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
