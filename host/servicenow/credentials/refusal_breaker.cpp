#include "servicenow/credentials/refusal_breaker.hpp"

namespace toolhost::servicenow {
namespace {

using std::chrono::seconds;

constexpr std::size_t kRefusalsMax = 5;
constexpr seconds kWithin{60};
constexpr seconds kPause{60};
/// How long the one who tries may take before somebody else does.
constexpr seconds kTrialTimeMax{15};

}  // namespace

std::optional<seconds> RefusalBreaker::pause() {
    const std::lock_guard lock(mutex_);
    if (!closed_until_) return std::nullopt;
    const auto now = clock_.steady();
    if (now < *closed_until_) return std::chrono::ceil<seconds>(*closed_until_ - now);
    closed_until_ = now + kTrialTimeMax;
    return std::nullopt;
}

void RefusalBreaker::refused() {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.steady();
    refusals_.push_back(now);
    while (refusals_.front() + kWithin < now) {
        refusals_.pop_front();
    }
    if (closed_until_ || refusals_.size() >= kRefusalsMax) closed_until_ = now + kPause;
}

void RefusalBreaker::answered() {
    const std::lock_guard lock(mutex_);
    refusals_.clear();
    closed_until_.reset();
}

}  // namespace toolhost::servicenow
