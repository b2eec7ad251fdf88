#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "base/clock.hpp"

namespace toolhost::calls {

/// One thread that runs short functions at their time.
class Timer {
    struct Key {
        base::SteadyTime at;
        unsigned long number;
        friend auto operator<=>(const Key&, const Key&) = default;
    };

public:
    /// Names an alarm that was set, to cancel it.
    using Alarm = Key;

    Timer();
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    /// Drops what has not come due, then joins.
    ~Timer();

    /// [any thread] Runs `ring` on the timer's thread once `at` has come. It must not block.
    Alarm set(base::SteadyTime at, std::function<void()> ring);

    /// [any thread] Forgets the alarm; it may already have rung, or be ringing.
    void cancel(const Alarm& alarm);

private:
    void run();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<Key, std::function<void()>> alarms_;  // guarded by mutex_
    unsigned long set_so_far_ = 0;                 // guarded by mutex_
    bool is_stopping_ = false;                     // guarded by mutex_
    std::thread thread_;
};

}  // namespace toolhost::calls
