#include "loader/workers/control_replies.hpp"

#include <utility>

namespace toolhost::loader {
namespace {

ControlReplies::Parts partsOf(const boundary::Frame& frame) {
    if (frame.type == boundary::FrameType::Failed) return base::Error{std::string(frame.part(0))};
    return std::vector<std::string>(frame.parts.begin(), frame.parts.end());
}

}  // namespace

std::uint64_t ControlReplies::expect(Answered answered) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(++last_id_, std::move(answered));
    return last_id_;
}

void ControlReplies::deliver(const boundary::Frame& frame) {
    Answered answered;
    {
        const std::lock_guard lock(mutex_);
        const auto found = waiting_.find(frame.id);
        if (found == waiting_.end()) return;
        answered = std::move(found->second);
        waiting_.erase(found);
    }
    answered(partsOf(frame));
}

void ControlReplies::abandon(const base::Error& why) {
    std::map<std::uint64_t, Answered> waiting;
    {
        const std::lock_guard lock(mutex_);
        waiting = std::exchange(waiting_, {});
    }
    for (auto& [id, answered] : waiting)
        answered(why);
}

}  // namespace toolhost::loader
