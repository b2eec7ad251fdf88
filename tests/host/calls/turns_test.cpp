#include "calls/turns.hpp"

#include <atomic>
#include <chrono>
#include <future>

#include <gtest/gtest.h>

namespace toolhost::calls {
namespace {

constexpr std::chrono::seconds kPatience{10};

std::shared_ptr<Turns::Turn> turnOf(const char* plugin, WorkerPool::Job job) {
    return std::make_shared<Turns::Turn>(plugin, std::move(job));
}

/// A pool of two threads, of which one plugin may hold one.
struct House {
    House() : pool(2, 100) {}
    Turns turns{pool, 1};
    WorkerPool pool;
};

TEST(Turns, RunOneThatIsNotHeldUpByAnothersPlugin) {
    House house;
    std::promise<void> release;
    const auto released = release.get_future().share();
    ASSERT_TRUE(house.turns.submit(turnOf("slow", [released] { released.wait(); })));
    std::atomic<bool> ran_second{false};
    ASSERT_TRUE(house.turns.submit(turnOf("slow", [&] { ran_second = true; })));
    std::promise<void> other;
    ASSERT_TRUE(house.turns.submit(turnOf("quick", [&] { other.set_value(); })));
    EXPECT_EQ(other.get_future().wait_for(kPatience), std::future_status::ready);
    EXPECT_FALSE(ran_second) << "it waits for its own plugin, though a thread is free";
    release.set_value();
    EXPECT_TRUE(house.pool.waitUntilIdle(kPatience));
    EXPECT_TRUE(ran_second);
}

TEST(Turns, GoOnWhenOneIsGivenUp) {
    House house;
    std::promise<void> release;
    const auto lost = turnOf("p", [released = release.get_future().share()] { released.wait(); });
    ASSERT_TRUE(house.turns.submit(lost));
    std::promise<void> next;
    ASSERT_TRUE(house.turns.submit(turnOf("p", [&] { next.set_value(); })));
    house.turns.giveUp(lost);
    house.turns.giveUp(lost);  // which changes nothing more
    EXPECT_EQ(next.get_future().wait_for(kPatience), std::future_status::ready);
    release.set_value();
    EXPECT_TRUE(house.pool.waitUntilIdle(kPatience));
}

TEST(Turns, RunEveryJobOnce) {
    std::atomic<int> ran{0};
    {
        House house;
        for (int i = 0; i < 50; ++i)
            ASSERT_TRUE(house.turns.submit(turnOf(i % 2 == 0 ? "a" : "b", [&ran] { ++ran; })));
    }
    EXPECT_EQ(ran, 50);
}

}  // namespace
}  // namespace toolhost::calls
