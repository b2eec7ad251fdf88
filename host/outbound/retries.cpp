#include "outbound/retries.hpp"

#include <algorithm>

namespace toolhost::outbound {
namespace {

constexpr unsigned kTenthsPerRepetition = 10;
constexpr unsigned kTenthsMax = 10 * kTenthsPerRepetition;
constexpr std::chrono::milliseconds kDelayMax{5'000};
constexpr unsigned kDoublingsMax = 10;

}  // namespace

Retries::Retries(const Settings& settings)
    : delay_(settings.retry_delay), tenths_(kTenthsMax), random_(std::random_device{}()) {}

void Retries::countRequest() {
    const std::lock_guard lock(mutex_);
    tenths_ = std::min(tenths_ + 1, kTenthsMax);
}

std::chrono::milliseconds Retries::delayAfter(unsigned made) {
    const unsigned doublings = std::min(std::max(made, 1U) - 1, kDoublingsMax);
    const auto most = std::min(delay_ * (1U << doublings), kDelayMax);
    const std::lock_guard lock(mutex_);
    std::uniform_int_distribution<std::chrono::milliseconds::rep> upper_half((most / 2).count(),
                                                                             most.count());
    return std::chrono::milliseconds(upper_half(random_));
}

bool Retries::spend() {
    const std::lock_guard lock(mutex_);
    if (tenths_ < kTenthsPerRepetition) return false;
    tenths_ -= kTenthsPerRepetition;
    return true;
}

}  // namespace toolhost::outbound
