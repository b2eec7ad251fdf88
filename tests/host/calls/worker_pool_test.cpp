#include "calls/worker_pool.hpp"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

namespace toolhost::calls {
namespace {

TEST(WorkerPool, RefusesAJobBeyondItsQueue) {
    std::promise<void> release;
    std::promise<void> started;
    WorkerPool pool(1, 1);
    ASSERT_TRUE(pool.submit([&] {
        started.set_value();
        release.get_future().wait();
    }));
    started.get_future().wait();
    EXPECT_TRUE(pool.submit([] {}));
    EXPECT_FALSE(pool.submit([] {}));
    EXPECT_FALSE(pool.waitUntilIdle(std::chrono::milliseconds(1)));
    release.set_value();
    EXPECT_TRUE(pool.waitUntilIdle(std::chrono::seconds(5)));
}

TEST(WorkerPool, RunsWhatIsQueuedBeforeItGoes) {
    std::atomic<int> ran{0};
    {
        WorkerPool pool(2, 1000);
        for (int i = 0; i < 500; ++i)
            ASSERT_TRUE(pool.submit([&ran] { ++ran; }));
    }
    EXPECT_EQ(ran, 500);
}

}  // namespace
}  // namespace toolhost::calls
