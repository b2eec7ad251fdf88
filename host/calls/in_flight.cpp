#include "calls/in_flight.hpp"

#include <utility>

namespace toolhost::calls {
namespace {

Ending endingOf(const tools::Answer& answer) {
    if (std::holds_alternative<tools::Questions>(answer)) return Ending::Asked;
    if (std::holds_alternative<tools::ResultObject>(answer)) return Ending::Answered;
    const auto* reply = std::get_if<tools::Reply>(&answer);
    if (reply == nullptr) return Ending::Fault;
    return reply->is_error ? Ending::ToolError : Ending::Answered;
}

}  // namespace

std::string_view nameOf(Ending ending) {
    switch (ending) {
        case Ending::Answered:
            return "answered";
        case Ending::Asked:
            return "asked";
        case Ending::ToolError:
            return "tool_error";
        case Ending::Fault:
            return "fault";
        case Ending::TimedOut:
            return "timed_out";
        case Ending::Cancelled:
            return "cancelled";
        case Ending::Refused:
            return "refused";
    }
    return "fault";
}

void InFlight::CallerLeft::operator()() const {
    if (const auto self = call.lock()) {
        self->end(tools::errorReply("The call was cancelled."), Ending::Cancelled);
    }
}

void InFlight::watch(Timer& timer, Deadline deadline, const std::stop_token& caller_left) {
    const std::weak_ptr<InFlight> weak = weak_from_this();
    {
        const std::lock_guard lock(mutex_);
        timer_ = &timer;
        alarm_ = timer.set(deadline.at, [weak, answer = std::move(deadline.answer)] {
            if (const auto self = weak.lock()) self->end(answer(), Ending::TimedOut);
        });
    }
    // Made outside the lock: it runs at once when the caller has already left.
    auto watcher = std::make_unique<std::stop_callback<CallerLeft>>(caller_left, CallerLeft{weak});
    const std::lock_guard lock(mutex_);
    if (!hasEnded()) caller_left_ = std::move(watcher);
}

void InFlight::answer(tools::Answer answer) {
    const Ending ending = endingOf(answer);
    end(std::move(answer), ending);
}

void InFlight::end(tools::Answer answer, Ending ending) {
    if (has_ended_.exchange(true)) return;
    stopWatching();
    if (ending != Ending::Answered && ending != Ending::Asked) stop_.request_stop();
    const Ended ended = std::exchange(ended_, nullptr);
    ended(std::move(answer), ending);
}

void InFlight::stopWatching() {
    decltype(caller_left_) watcher;  // destroyed after the lock: it waits for a running callback
    const std::lock_guard lock(mutex_);
    if (alarm_) timer_->cancel(*alarm_);
    alarm_.reset();
    watcher = std::move(caller_left_);
}

}  // namespace toolhost::calls
