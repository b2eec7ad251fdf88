#include "calls/timer.hpp"

#include <future>
#include <vector>

#include <gtest/gtest.h>

namespace toolhost::calls {
namespace {

using namespace std::chrono_literals;

TEST(Timer, DoesNotRingWhatWasCancelled) {
    std::promise<void> rang;
    auto heard = rang.get_future();
    Timer timer;
    const auto now = std::chrono::steady_clock::now();
    bool cancelled_rang = false;
    timer.cancel(timer.set(now + 20ms, [&cancelled_rang] { cancelled_rang = true; }));
    timer.set(now + 40ms, [&rang] { rang.set_value(); });
    ASSERT_EQ(heard.wait_for(5s), std::future_status::ready);
    EXPECT_FALSE(cancelled_rang);
}

TEST(Timer, RingsInTheOrderOfTime) {
    std::vector<int> order;
    std::promise<void> last;
    auto heard = last.get_future();
    Timer timer;
    const auto now = std::chrono::steady_clock::now();
    timer.set(now + 60ms, [&] { order.push_back(3), last.set_value(); });
    timer.set(now + 20ms, [&] { order.push_back(1); });
    timer.set(now + 40ms, [&] { order.push_back(2); });
    ASSERT_EQ(heard.wait_for(5s), std::future_status::ready);
    EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
}

TEST(Timer, EndsWithAlarmsLeft) {
    Timer timer;
    timer.set(std::chrono::steady_clock::now() + 1h, [] { FAIL(); });
}

}  // namespace
}  // namespace toolhost::calls
