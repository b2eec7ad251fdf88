#include "outbound/retries.hpp"

#include <set>

#include <gtest/gtest.h>

namespace toolhost::outbound {
namespace {

using namespace std::chrono_literals;

TEST(Retries, RunOutUntilRequestsFillThemAgain) {
    Retries retries{Settings{}};
    int granted = 0;
    while (retries.spend())
        ++granted;
    EXPECT_EQ(granted, 10);
    for (int i = 0; i < 9; ++i)
        retries.countRequest();
    EXPECT_FALSE(retries.spend());
    retries.countRequest();
    EXPECT_TRUE(retries.spend());
    EXPECT_FALSE(retries.spend());
}

TEST(Retries, AreNotSavedUp) {
    Retries retries{Settings{}};
    for (int i = 0; i < 1'000; ++i)
        retries.countRequest();
    int granted = 0;
    while (retries.spend())
        ++granted;
    EXPECT_EQ(granted, 10);
}

TEST(Retries, WaitTwiceAsLongEachTimeButNeverTheSame) {
    Settings settings;
    settings.retry_delay = 100ms;
    Retries retries(settings);
    const std::pair<unsigned, std::chrono::milliseconds> cases[] = {
        {1, 100ms}, {2, 200ms}, {3, 400ms}, {6, 3'200ms}, {7, 5'000ms}, {40, 5'000ms}};
    for (const auto& [made, most] : cases) {
        std::set<std::chrono::milliseconds> seen;
        for (int i = 0; i < 200; ++i) {
            const auto delay = retries.delayAfter(made);
            EXPECT_GE(delay, most / 2);
            EXPECT_LE(delay, most);
            seen.insert(delay);
        }
        EXPECT_GT(seen.size(), 5U) << made;
    }
}

}  // namespace
}  // namespace toolhost::outbound
