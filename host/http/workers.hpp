#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace toolhost::http {

/// Threads for requests whose answer takes computing or the disk, with a bounded queue.
class Workers {
public:
    using Job = std::function<void()>;

    Workers(std::size_t threads, std::size_t queued_max);
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    /// Ends after the jobs under way; those that wait are dropped.
    ~Workers() = default;

    /// False when the queue is full; the job is then not taken. Jobs do not throw. [any thread]
    [[nodiscard]] bool submit(Job job);

private:
    void work(const std::stop_token& stopping);

    const std::size_t queued_max_;
    std::mutex mutex_;
    std::condition_variable_any has_work_;
    std::deque<Job> queue_;  // guarded by mutex_
    std::vector<std::jthread> threads_;
};

}  // namespace toolhost::http
