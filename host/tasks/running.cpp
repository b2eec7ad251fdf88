#include "tasks/running.hpp"

#include <utility>

namespace toolhost::tasks {

void Running::begin(const std::string& id, const std::stop_source& stop) {
    const std::lock_guard lock(mutex_);
    tasks_.insert_or_assign(id, stop);
}

void Running::end(const std::string& id) {
    const std::lock_guard lock(mutex_);
    tasks_.erase(id);
    if (tasks_.empty()) ended_.notify_all();
}

void Running::stop(const std::string& id) {
    std::stop_source source(std::nostopstate);
    {
        const std::lock_guard lock(mutex_);
        const auto found = tasks_.find(id);
        if (found != tasks_.end()) source = found->second;
    }
    source.request_stop();  // runs what listens to it, so without the lock
}

bool Running::waitUntilNone(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, patience, [this] { return tasks_.empty(); });
}

void Running::abandon() {
    decltype(tasks_) left;
    {
        const std::lock_guard lock(mutex_);
        is_abandoned_ = true;
        left = tasks_;
    }
    for (auto& [id, source] : left) {
        source.request_stop();
    }
}

bool Running::isAbandoned() const {
    const std::lock_guard lock(mutex_);
    return is_abandoned_;
}

}  // namespace toolhost::tasks
