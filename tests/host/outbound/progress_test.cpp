#include "outbound/progress.hpp"

#include <gtest/gtest.h>

#include "clocks.hpp"

namespace toolhost::outbound {
namespace {

using namespace std::chrono_literals;
using Phase = Progress::Phase;

Settings settings() {
    Settings settings;
    settings.connect_timeout = 1s;
    settings.tls_timeout = 2s;
    settings.first_byte_timeout = 3s;
    settings.idle_timeout = 4s;
    return settings;
}

TEST(Progress, GoesNeverBack) {
    const Settings bounds = settings();
    const StoppedClock clock;
    Progress progress(bounds, clock);
    EXPECT_TRUE(progress.enter(Phase::Waiting));
    EXPECT_FALSE(progress.enter(Phase::Waiting));
    EXPECT_FALSE(progress.enter(Phase::Connecting));
    EXPECT_EQ(progress.phase(), Phase::Waiting);
}

TEST(Progress, HasNoLimitInAQueue) {
    const Settings bounds = settings();
    const StoppedClock clock;
    Progress progress(bounds, clock);
    progress.touch();
    EXPECT_EQ(progress.until(), base::SteadyTime::max());
}

TEST(Progress, GivesEachPhaseItsOwnTimeAndNamesItsSetting) {
    const Settings bounds = settings();
    StoppedClock clock;
    Progress progress(bounds, clock);
    struct Case {
        Phase phase;
        std::chrono::seconds time;
        const char* lateness;
    };
    for (const Case& step :
         {Case{Phase::Connecting, 1s, "no connection within 1000 ms (outbound.connect_timeout_ms)"},
          Case{Phase::Securing, 2s, "no TLS handshake within 2000 ms (outbound.tls_timeout_ms)"},
          Case{Phase::Waiting, 3s, "no answer within 3000 ms (outbound.first_byte_timeout_ms)"},
          Case{Phase::Receiving, 4s, "nothing more within 4000 ms (outbound.idle_timeout_ms)"}}) {
        clock.moveOn(500ms);
        progress.enter(step.phase);
        EXPECT_EQ(progress.until(), clock.steady() + step.time);
        EXPECT_EQ(progress.lateness(), step.lateness);
    }
    clock.moveOn(3s);
    progress.touch();
    EXPECT_EQ(progress.until(), clock.steady() + 4s);
}

}  // namespace
}  // namespace toolhost::outbound
