#include "worker/live_calls.hpp"

#include "worker/remote_call.hpp"

namespace toolhost::worker {

void LiveCalls::add(std::uint64_t id, RemoteCall& call) {
    const std::lock_guard lock(mutex_);
    calls_.emplace(id, &call);
}

void LiveCalls::remove(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    calls_.erase(id);
}

RemoteCall* LiveCalls::find(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(id);
    // A call whose last reference is going away waits for this lock before it frees itself.
    if (found == calls_.end() || !found->second->retainUnlessGone()) return nullptr;
    return found->second;
}

}  // namespace toolhost::worker
