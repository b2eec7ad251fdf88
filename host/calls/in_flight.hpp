#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>

#include "calls/timer.hpp"
#include "tools/callable.hpp"

namespace toolhost::calls {

/// How a call ended, as logs and audit name it.
enum class Ending { Answered, Asked, ToolError, Fault, TimedOut, Cancelled, Refused };

std::string_view nameOf(Ending ending);

/// One call between admission and its one answer, whoever gives it first: the tool, the clock or
/// the caller who left. Shared by those three; thread-safe.
class InFlight : public std::enable_shared_from_this<InFlight> {
public:
    /// Called exactly once with the answer and how it came about.
    using Ended = std::function<void(tools::Answer, Ending)>;

    explicit InFlight(Ended ended) : ended_(std::move(ended)) {}

    /// When a call ends unanswered, and what is said then. Most calls never ask.
    struct Deadline {
        base::SteadyTime at;
        std::function<tools::Answer()> answer;
    };

    /// Ends the call when its deadline comes or `caller_left` is requested.
    void watch(Timer& timer, Deadline deadline, const std::stop_token& caller_left);

    /// Ends the call with the tool's answer.
    void answer(tools::Answer answer);

    /// Ends the call in the tool's place.
    void end(tools::Answer answer, Ending ending);

    [[nodiscard]] bool hasEnded() const { return has_ended_.load(); }

    /// Tells the tool that nobody waits any more.
    [[nodiscard]] std::stop_token stopToken() const { return stop_.get_token(); }

private:
    struct CallerLeft {
        std::weak_ptr<InFlight> call;
        void operator()() const;
    };

    void stopWatching();

    Ended ended_;
    std::atomic<bool> has_ended_{false};
    std::stop_source stop_;
    std::mutex mutex_;
    Timer* timer_ = nullptr;                                       // guarded by mutex_
    std::optional<Timer::Alarm> alarm_;                            // guarded by mutex_
    std::unique_ptr<std::stop_callback<CallerLeft>> caller_left_;  // guarded by mutex_
};

}  // namespace toolhost::calls
