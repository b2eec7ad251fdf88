#include "loader/workers/call_table.hpp"

#include <utility>

namespace toolhost::loader {

CallTable::~CallTable() {
    for (boundary::Call* call : takeAll())
        call->release();
}

std::uint64_t CallTable::add(boundary::Call& call) {
    call.retain();
    const std::lock_guard lock(mutex_);
    const std::uint64_t id = ++last_id_;
    calls_.emplace(id, Held{&call});
    ids_.emplace(&call, id);
    return id;
}

std::size_t CallTable::size() {
    const std::lock_guard lock(mutex_);
    return calls_.size();
}

boundary::Call* CallTable::find(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(id);
    if (found == calls_.end()) return nullptr;
    found->second.call->retain();
    return found->second.call;
}

void CallTable::release(std::uint64_t id) {
    boundary::Call* call = nullptr;
    {
        const std::lock_guard lock(mutex_);
        const auto found = calls_.find(id);
        if (found == calls_.end()) return;
        call = found->second.call;
        ids_.erase(call);
        calls_.erase(found);
    }
    call->release();
}

std::uint64_t CallTable::markCancelled(const boundary::Call& call, base::SteadyTime now) {
    const std::lock_guard lock(mutex_);
    const auto found = ids_.find(&call);
    if (found == ids_.end()) return 0;
    calls_.at(found->second).cancelled = now;
    return found->second;
}

std::vector<std::uint64_t> CallTable::takeOverdue(base::SteadyTime before) {
    std::vector<std::uint64_t> overdue;
    const std::lock_guard lock(mutex_);
    for (auto& [id, held] : calls_) {
        if (held.cancelled >= before) continue;
        overdue.push_back(id);
        held.cancelled = base::SteadyTime::max();
    }
    return overdue;
}

std::vector<boundary::Call*> CallTable::takeAll() {
    std::vector<boundary::Call*> all;
    const std::lock_guard lock(mutex_);
    for (auto& [id, held] : std::exchange(calls_, {}))
        all.push_back(held.call);
    ids_.clear();
    return all;
}

}  // namespace toolhost::loader
