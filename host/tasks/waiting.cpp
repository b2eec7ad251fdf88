#include "tasks/waiting.hpp"

#include <utility>

namespace toolhost::tasks {

Waiting::Waiting(std::string id, Told told, const std::stop_token& caller_left)
    : id_(std::move(id)), told_(std::move(told)) {
    caller_left_.emplace(caller_left, Stop{stop_});
}

bool Waiting::isWaitedFor() const {
    const std::lock_guard lock(mutex_);
    return phase_ == Phase::Waiting;
}

std::optional<tools::Answer> Waiting::answer(tools::Answer answer) {
    Told told;
    {
        const std::lock_guard lock(mutex_);
        if (phase_ == Phase::Over) return answer;
        if (phase_ == Phase::Becoming) {
            early_ = std::move(answer);
            return std::nullopt;
        }
        phase_ = Phase::Over;
        told = std::exchange(told_, nullptr);
    }
    caller_left_.reset();
    told(std::move(answer));
    return std::nullopt;
}

bool Waiting::becomeTask() {
    {
        const std::lock_guard lock(mutex_);
        if (phase_ != Phase::Waiting) return false;
        phase_ = Phase::Becoming;
    }
    caller_left_.reset();
    return true;
}

std::optional<tools::Answer> Waiting::isTask(const Task& task) {
    Told told;
    std::optional<tools::Answer> early;
    {
        const std::lock_guard lock(mutex_);
        phase_ = Phase::Over;
        told = std::exchange(told_, nullptr);
        early = std::exchange(early_, std::nullopt);
    }
    told(task);
    return early;
}

void Waiting::isNoTask(const base::Error& why) {
    Told told;
    std::optional<tools::Answer> early;
    {
        const std::lock_guard lock(mutex_);
        phase_ = Phase::Over;
        told = std::exchange(told_, nullptr);
        early = std::exchange(early_, std::nullopt);
    }
    if (early) return told(std::move(*early));
    stop_.request_stop();
    told(tools::Answer(tools::errorReply(
        "The call took longer than a request may, and could not go on as a task: " + why.what +
        ". It was stopped; whether it had an effect is not known. Look before trying again.")));
}

}  // namespace toolhost::tasks
