#include "loader/event_inbox.hpp"

#include <algorithm>
#include <utility>

namespace toolhost::loader {

bool EventInbox::put(const PluginEvent& event) {
    const std::lock_guard lock(mutex_);
    if (std::find(events_.begin(), events_.end(), event) != events_.end()) return true;
    if (events_.size() >= kEventsMax) return false;
    events_.push_back(event);
    if (arrived_) arrived_();
    return true;
}

std::vector<PluginEvent> EventInbox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(events_, {});
}

void EventInbox::onArrival(std::function<void()> arrived) {
    const std::lock_guard lock(mutex_);
    arrived_ = std::move(arrived);
}

}  // namespace toolhost::loader
