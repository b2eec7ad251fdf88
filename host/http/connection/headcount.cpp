#include "http/connection/headcount.hpp"

namespace toolhost::http {
namespace {

/// How many are told at once that there is no room for them.
constexpr std::size_t kRefusedMax = 64;

}  // namespace

Headcount::Verdict Headcount::enter(const std::string& address, Behind behind) {
    const std::lock_guard lock(mutex_);
    const auto per_address_max =
        behind == Behind::One ? bounds_.per_address_max : bounds_.connections_max;
    const auto known = by_address_.find(address);
    const auto from_there = known == by_address_.end() ? 0 : known->second;
    if (connections_ >= bounds_.connections_max + kRefusedMax ||
        from_there >= per_address_max + kRefusedMax) {
        return Verdict::Flood;
    }
    ++connections_;
    ++by_address_[address];
    const bool fits = connections_ <= bounds_.connections_max && from_there < per_address_max;
    return fits ? Verdict::Welcome : Verdict::TooMany;
}

void Headcount::leave(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto found = by_address_.find(address);
    if (--found->second == 0) by_address_.erase(found);
    if (--connections_ == 0) someone_left_.notify_all();
}

bool Headcount::openStream() {
    const std::lock_guard lock(mutex_);
    if (streams_ >= bounds_.streams_max) return false;
    ++streams_;
    return true;
}

void Headcount::closeStream() {
    const std::lock_guard lock(mutex_);
    --streams_;
}

bool Headcount::waitUntilEmpty(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return someone_left_.wait_for(lock, patience, [this] { return connections_ == 0; });
}

}  // namespace toolhost::http
