#include "audit/outage.hpp"

#include <chrono>

namespace toolhost::audit {
namespace {

constexpr std::chrono::seconds kBetweenAttempts{1};

}  // namespace

void Outage::noteFailure(base::SteadyTime now) {
    const std::lock_guard lock(mutex_);
    next_attempt_ = now + kBetweenAttempts;
}

void Outage::noteSuccess() {
    const std::lock_guard lock(mutex_);
    next_attempt_.reset();
}

bool Outage::admits(base::SteadyTime now) {
    const std::lock_guard lock(mutex_);
    if (!next_attempt_) return true;
    if (now < *next_attempt_) return false;
    next_attempt_ = now + kBetweenAttempts;
    return true;
}

}  // namespace toolhost::audit
