#include "calls/timer.hpp"

#include <utility>

#include "base/thread.hpp"

namespace toolhost::calls {

Timer::Timer() : thread_([this] { run(); }) {}

Timer::~Timer() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

Timer::Alarm Timer::set(base::SteadyTime at, std::function<void()> ring) {
    const std::lock_guard lock(mutex_);
    const Key key{at, ++set_so_far_};
    const auto position = alarms_.emplace(key, std::move(ring)).first;
    if (position == alarms_.begin()) changed_.notify_one();
    return key;
}

void Timer::cancel(const Alarm& alarm) {
    decltype(alarms_)::node_type forgotten;  // destroyed after the lock is released
    const std::lock_guard lock(mutex_);
    forgotten = alarms_.extract(alarm);
}

void Timer::run() {
    base::nameThisThread("call-timer");
    std::unique_lock lock(mutex_);
    while (!is_stopping_) {
        if (alarms_.empty()) {
            changed_.wait(lock);
            continue;
        }
        const base::SteadyTime next = alarms_.begin()->first.at;
        if (std::chrono::steady_clock::now() < next) {
            changed_.wait_until(lock, next);
            continue;
        }
        auto due = alarms_.extract(alarms_.begin());
        lock.unlock();
        due.mapped()();
        due = {};
        lock.lock();
    }
}

}  // namespace toolhost::calls
