#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace toolhost::calls {

/// The threads on which plugin code runs, with one bounded queue before them.
class WorkerPool {
public:
    using Job = std::function<void()>;

    WorkerPool(std::size_t threads, std::size_t queued_max);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    /// Runs what is queued, then joins.
    ~WorkerPool();

    /// [any thread] False when the queue is full; the job is then not taken. Jobs do not throw.
    [[nodiscard]] bool submit(Job job);

    /// [any thread] Adds a thread in place of one that will not come back. False when as many as
    /// there were at first have been added.
    [[nodiscard]] bool replaceLost();

    /// Waits until nothing is queued and no job runs. False when `patience` ran out first.
    [[nodiscard]] bool waitUntilIdle(std::chrono::milliseconds patience);

private:
    void work();

    const std::size_t threads_max_;
    const std::size_t queued_max_;
    std::mutex mutex_;
    std::condition_variable has_work_;
    std::condition_variable became_idle_;
    std::deque<Job> queue_;             // guarded by mutex_
    std::size_t busy_ = 0;              // guarded by mutex_
    bool is_stopping_ = false;          // guarded by mutex_
    std::vector<std::thread> threads_;  // guarded by mutex_ but in the destructor
};

}  // namespace toolhost::calls
