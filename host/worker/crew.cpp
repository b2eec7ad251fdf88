#include "worker/crew.hpp"

#include <utility>

#include "base/thread.hpp"

namespace toolhost::worker {

Crew::Crew(std::size_t threads, Read read) : read_(std::move(read)) {
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] {
            base::nameThisThread("plugin-call");
            work();
        });
    }
}

Crew::~Crew() {
    for (auto& thread : threads_)
        thread.join();
}

void Crew::wait() {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return has_ended_; });
}

void Crew::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        changed_.wait(lock, [this] { return has_ended_ || !is_reading_ || !queue_.empty(); });
        --idle_;
        if (queue_.empty() && has_ended_) return;
        Job job;
        if (!queue_.empty()) {
            job = std::move(queue_.front());
            queue_.pop_front();
        } else if (!becomeReader(lock, job)) {
            continue;
        }
        lock.unlock();
        job();
        job = nullptr;  // what it held may end calls, which must not happen under the lock
        lock.lock();
    }
}

/// Reads until there is a job for this thread (true) or the end (false).
bool Crew::becomeReader(std::unique_lock<std::mutex>& lock, Job& job) {
    is_reading_ = true;
    for (;;) {
        lock.unlock();
        const bool goes_on = read_(job);
        lock.lock();
        if (!goes_on) has_ended_ = true;
        const bool is_mine = job && idle_ > 0;
        if (is_mine || has_ended_) {
            is_reading_ = false;
            handOn();
            return is_mine;
        }
        if (job) queue_.push_back(std::exchange(job, nullptr));  // for whoever is idle next
    }
}

/// To one idle thread, which reads on; at the end to all. Under the lock.
void Crew::handOn() {
    if (!has_ended_) return changed_.notify_one();
    changed_.notify_all();
    ended_.notify_all();
}

}  // namespace toolhost::worker
