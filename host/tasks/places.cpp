#include "tasks/places.hpp"

#include <utility>

namespace toolhost::tasks {

Places::Place::~Place() {
    if (!is_kept_) places_.giveBack(owner_);
}

std::shared_ptr<Places::Place> Places::take(const Owner& owner) {
    {
        const std::lock_guard lock(mutex_);
        const auto mine = taken_.find(owner);
        const std::size_t had = mine == taken_.end() ? 0 : mine->second;
        if (had >= max_per_caller_ || taken_in_all_ >= max_in_all_) return nullptr;
        ++taken_[owner];
        ++taken_in_all_;
    }
    return std::make_shared<Place>(*this, owner);
}

void Places::countIn(const Owner& owner, std::size_t tasks) {
    if (tasks == 0) return;
    const std::lock_guard lock(mutex_);
    taken_[owner] += tasks;
    taken_in_all_ += tasks;
}

void Places::giveBack(const Owner& owner) {
    const std::lock_guard lock(mutex_);
    const auto mine = taken_.find(owner);
    if (mine == taken_.end()) return;
    --taken_in_all_;
    if (--mine->second == 0) taken_.erase(mine);
}

}  // namespace toolhost::tasks
