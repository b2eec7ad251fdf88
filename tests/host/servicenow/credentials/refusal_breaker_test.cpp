#include "servicenow/credentials/refusal_breaker.hpp"

#include <gtest/gtest.h>

#include "fake_clock.hpp"

namespace toolhost::servicenow {
namespace {

using namespace std::chrono_literals;

void refuse(RefusalBreaker& breaker, int times) {
    for (int i = 0; i < times; ++i)
        breaker.refused();
}

TEST(RefusalBreaker, PausesAMinuteAfterFiveRefusals) {
    FakeClock clock;
    RefusalBreaker breaker(clock);
    refuse(breaker, 4);
    EXPECT_FALSE(breaker.pause());
    refuse(breaker, 1);
    EXPECT_EQ(breaker.pause(), 60s);
    clock.advance(59s);
    EXPECT_EQ(breaker.pause(), 1s);
}

TEST(RefusalBreaker, CountsOnlyWhatLiesWithinAMinute) {
    FakeClock clock;
    RefusalBreaker breaker(clock);
    refuse(breaker, 4);
    clock.advance(61s);
    refuse(breaker, 4);
    EXPECT_FALSE(breaker.pause());
}

TEST(RefusalBreaker, ForgetsRefusalsOnceSomethingIsGranted) {
    FakeClock clock;
    RefusalBreaker breaker(clock);
    refuse(breaker, 4);
    breaker.answered();
    refuse(breaker, 4);
    EXPECT_FALSE(breaker.pause());
}

TEST(RefusalBreaker, LetsOneTryAfterThePause) {
    FakeClock clock;
    RefusalBreaker breaker(clock);
    refuse(breaker, 5);
    clock.advance(60s);
    EXPECT_FALSE(breaker.pause());
    EXPECT_TRUE(breaker.pause()) << "a second one tries as well";
    breaker.refused();
    EXPECT_EQ(breaker.pause(), 60s);
    clock.advance(60s);
    EXPECT_FALSE(breaker.pause());
    breaker.answered();
    EXPECT_FALSE(breaker.pause());
}

}  // namespace
}  // namespace toolhost::servicenow
