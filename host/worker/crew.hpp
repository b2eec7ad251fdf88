#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace toolhost::worker {

/// Threads of which always one reads: the reader that finds work hands the reading on to an idle
/// one and does the work itself, so that work starts without a change of threads; when nobody is
/// idle it queues the work and reads on.
class Crew {
public:
    using Job = std::function<void()>;
    /// Reads once: what it found to do (empty: nothing, or it has been done), or false at the end.
    using Read = std::function<bool(Job& job)>;

    Crew(std::size_t threads, Read read);
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;
    /// Joins.
    ~Crew();

    /// Waits until reading has ended.
    void wait();

private:
    void work();
    bool becomeReader(std::unique_lock<std::mutex>& lock, Job& job);
    void handOn();

    const Read read_;
    std::mutex mutex_;
    std::condition_variable changed_;  // for idle threads
    std::condition_variable ended_;    // for wait()
    std::deque<Job> queue_;            // guarded by mutex_
    std::size_t idle_ = 0;             // guarded by mutex_
    bool is_reading_ = false;          // guarded by mutex_
    bool has_ended_ = false;           // guarded by mutex_
    std::vector<std::thread> threads_;
};

}  // namespace toolhost::worker
