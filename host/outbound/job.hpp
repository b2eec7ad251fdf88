#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <utility>

#include "base/clock.hpp"

namespace toolhost::outbound {

/// Why the event loop ends a job that has not ended by itself.
enum class Ending { Overdue, Cancelled };

/// Something the event loop sees through: it ends by itself, at its time, or when told to.
class Job {
public:
    Job(base::SteadyTime until, std::stop_token stop) : until_(until), stop_(std::move(stop)) {}
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    virtual ~Job() = default;

    /// Reports to whoever asked for the job, exactly once. No lock is held.
    virtual void end(Ending ending) = 0;

    /// When the loop ends it as overdue. May move while the job is under way.
    [[nodiscard]] virtual base::SteadyTime until() const { return until_; }
    [[nodiscard]] bool isCancelled() const { return stop_.stop_requested(); }

    /// Calls `cancelled` when the stop token fires, for as long as the job lives.
    void watch(std::function<void()> cancelled) { watch_.emplace(stop_, std::move(cancelled)); }

private:
    base::SteadyTime until_;
    std::stop_token stop_;
    std::optional<std::stop_callback<std::function<void()>>> watch_;
};

/// How a wait went.
enum class Wait { Over, Cancelled };

/// Waits for a point in time.
class Alarm final : public Job {
public:
    Alarm(base::SteadyTime until, std::stop_token stop, std::function<void(Wait)> then)
        : Job(until, std::move(stop)), then_(std::move(then)) {}

    void end(Ending ending) override {
        then_(ending == Ending::Overdue ? Wait::Over : Wait::Cancelled);
    }

private:
    std::function<void(Wait)> then_;
};

}  // namespace toolhost::outbound
