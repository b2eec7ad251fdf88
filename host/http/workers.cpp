#include "http/workers.hpp"

#include <utility>

#include "base/thread.hpp"

namespace toolhost::http {

Workers::Workers(std::size_t threads, std::size_t queued_max) : queued_max_(queued_max) {
    threads_.reserve(threads);
    while (threads_.size() < threads) {
        threads_.emplace_back([this](const std::stop_token& stopping) { work(stopping); });
    }
}

bool Workers::submit(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= queued_max_) return false;
        queue_.push_back(std::move(job));
    }
    has_work_.notify_one();
    return true;
}

void Workers::work(const std::stop_token& stopping) {
    base::nameThisThread("http-worker");
    for (;;) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            if (!has_work_.wait(lock, stopping, [this] { return !queue_.empty(); })) return;
            if (stopping.stop_requested()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
        }
        job();
    }
}

}  // namespace toolhost::http
