#include "calls/worker_pool.hpp"

#include <utility>

#include "base/thread.hpp"

namespace toolhost::calls {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queued_max)
    : threads_max_(2 * threads), queued_max_(queued_max) {
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { work(); });
    }
}

WorkerPool::~WorkerPool() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    has_work_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
}

bool WorkerPool::submit(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= queued_max_) return false;
        queue_.push_back(std::move(job));
    }
    has_work_.notify_one();
    return true;
}

bool WorkerPool::replaceLost() {
    const std::lock_guard lock(mutex_);
    if (threads_.size() >= threads_max_) return false;
    threads_.emplace_back([this] { work(); });
    return true;
}

void WorkerPool::work() {
    base::nameThisThread("call-worker");
    std::unique_lock lock(mutex_);
    for (;;) {
        has_work_.wait(lock, [this] { return is_stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        Job job = std::move(queue_.front());
        queue_.pop_front();
        ++busy_;
        lock.unlock();
        job();
        job = nullptr;  // what the job owns goes before the lock is taken again
        lock.lock();
        if (--busy_ == 0 && queue_.empty()) became_idle_.notify_all();
    }
}

bool WorkerPool::waitUntilIdle(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return became_idle_.wait_for(lock, patience, [this] { return busy_ == 0 && queue_.empty(); });
}

}  // namespace toolhost::calls
