#include "tasks/running.hpp"

#include <thread>

#include <gtest/gtest.h>

namespace toolhost::tasks {
namespace {

using namespace std::chrono_literals;

TEST(Running, SaysThatSomethingStillRuns) {
    Running running;
    running.begin("a", std::stop_source());
    EXPECT_FALSE(running.waitUntilNone(1ms));
}

TEST(Running, WaitsUntilTheLastHasEnded) {
    Running running;
    running.begin("a", std::stop_source());
    running.begin("b", std::stop_source());
    std::thread other([&] {
        running.end("a");
        running.end("b");
    });
    EXPECT_TRUE(running.waitUntilNone(10s));
    other.join();
}

TEST(Running, StopsTheOneThatIsMeantAndNothingForOthers) {
    Running running;
    const std::stop_source one;
    const std::stop_source other;
    running.begin("one", one);
    running.begin("other", other);
    running.stop("nobody");
    EXPECT_FALSE(one.stop_requested());
    running.stop("one");
    EXPECT_TRUE(one.stop_requested());
    EXPECT_FALSE(other.stop_requested());
}

TEST(Running, StopsAllWhenAbandoned) {
    Running running;
    const std::stop_source one;
    running.begin("one", one);
    EXPECT_FALSE(running.isAbandoned());
    running.abandon();
    EXPECT_TRUE(running.isAbandoned());
    EXPECT_TRUE(one.stop_requested());
}

TEST(Running, LetsWhatStopsSayThatItEnded) {
    Running running;
    const std::stop_source one;
    running.begin("one", one);
    const std::stop_callback ends(one.get_token(), [&] { running.end("one"); });
    running.stop("one");
    EXPECT_TRUE(running.waitUntilNone(0ms));
}

}  // namespace
}  // namespace toolhost::tasks
