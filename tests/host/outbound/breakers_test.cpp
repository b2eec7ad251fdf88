#include "outbound/breakers.hpp"

#include <gtest/gtest.h>

#include "clocks.hpp"

namespace toolhost::outbound {
namespace {

using namespace std::chrono_literals;
using Change = Breakers::Change;

/// Breakers that open after three failures, for ten seconds.
class BreakersTest : public testing::Test {
protected:
    Breakers::Ticket admitted(const std::string& host = "https://one:443") {
        const auto admission = breakers_.admit(host);
        EXPECT_TRUE(std::holds_alternative<Breakers::Ticket>(admission)) << host;
        return std::get<Breakers::Ticket>(admission);
    }
    bool refuses(const std::string& host = "https://one:443") {
        return std::holds_alternative<Breakers::Refusal>(breakers_.admit(host));
    }
    Change send(Evidence evidence) {
        return breakers_.report("https://one:443", admitted(), evidence);
    }
    void fail(int times) {
        for (int i = 0; i < times; ++i)
            send(Evidence::Failing);
    }

    static Settings settings() {
        Settings settings;
        settings.breaker_failures = 3;
        settings.breaker_open = 10s;
        return settings;
    }

    StoppedClock clock_;
    Breakers breakers_{settings(), clock_};
};

TEST_F(BreakersTest, LeavesAHostAloneAfterFailuresInARow) {
    fail(2);
    EXPECT_EQ(send(Evidence::Failing), Change::Opened);
    const auto admission = breakers_.admit("https://one:443");
    ASSERT_TRUE(std::holds_alternative<Breakers::Refusal>(admission));
    EXPECT_EQ(std::get<Breakers::Refusal>(admission).retry_at, clock_.steady() + 10s);
    EXPECT_FALSE(refuses("https://other:443"));
}

TEST_F(BreakersTest, StaysClosedWhenAnAnswerComesInBetween) {
    for (int i = 0; i < 10; ++i) {
        fail(2);
        EXPECT_EQ(send(Evidence::Alive), Change::None);
    }
    EXPECT_FALSE(refuses());
}

TEST_F(BreakersTest, TakesNoEvidenceForNone) {
    fail(2);
    for (int i = 0; i < 10; ++i)
        send(Evidence::None);
    EXPECT_FALSE(refuses());
}

TEST_F(BreakersTest, ForgetsFailuresLongAgo) {
    fail(2);
    clock_.moveOn(61s);
    fail(2);
    EXPECT_FALSE(refuses());
}

TEST_F(BreakersTest, LetsOneRequestFindOut) {
    fail(3);
    clock_.moveOn(10s);
    admitted();
    EXPECT_TRUE(refuses());
    EXPECT_EQ(breakers_.statuses().at(0).state, BreakerState::HalfOpen);
}

TEST_F(BreakersTest, ClosesWhenTheProbeIsAnswered) {
    fail(3);
    clock_.moveOn(10s);
    EXPECT_EQ(send(Evidence::Alive), Change::Closed);
    fail(2);
    EXPECT_FALSE(refuses());
}

TEST_F(BreakersTest, OpensAgainWhenTheProbeFails) {
    fail(3);
    clock_.moveOn(10s);
    send(Evidence::Failing);
    EXPECT_TRUE(refuses());
    clock_.moveOn(10s);
    EXPECT_FALSE(refuses());
}

TEST_F(BreakersTest, TriesAgainAtOnceWhenTheProbeFoundNothingOut) {
    fail(3);
    clock_.moveOn(10s);
    send(Evidence::None);
    EXPECT_FALSE(refuses());
}

TEST_F(BreakersTest, HearsNotWhatBeganBeforeItOpened) {
    const auto early = admitted();
    fail(3);
    EXPECT_EQ(breakers_.report("https://one:443", early, Evidence::Alive), Change::None);
    EXPECT_TRUE(refuses());
    clock_.moveOn(10s);
    admitted();
    EXPECT_EQ(breakers_.report("https://one:443", early, Evidence::Alive), Change::None);
    EXPECT_TRUE(refuses()) << "only the probe's own answer closes it";
}

TEST_F(BreakersTest, KeepsAccountOfSoManyHostsOnly) {
    for (int i = 0; i < 3'000; ++i) {
        const std::string host = "https://h" + std::to_string(i) + ":443";
        breakers_.report(host, admitted(host), Evidence::Failing);
    }
    EXPECT_EQ(breakers_.statuses().size(), 1'024U);
    clock_.moveOn(61s);
    fail(1);
    EXPECT_EQ(breakers_.statuses().size(), 1U);
}

}  // namespace
}  // namespace toolhost::outbound
