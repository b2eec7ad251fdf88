#include "loader/workers/slumber.hpp"

#include <utility>

namespace toolhost::loader {
namespace {

/// More than a plugin has to end its work.
constexpr std::chrono::seconds kEndPatience{10};

}  // namespace

Slumber::~Slumber() {
    for (boundary::Call* call : waiting_) {
        call->release();
    }
}

bool Slumber::isDue(base::SteadyTime now) const {
    return after_.count() > 0 && !is_asleep_ && now - used_ >= after_;
}

void Slumber::fallAsleep(base::SteadyTime now) {
    is_asleep_ = true;
    used_ = now;
}

bool Slumber::isOverdue(base::SteadyTime now) const {
    return is_asleep_ && now - used_ >= kEndPatience;
}

void Slumber::call(boundary::Call& call) {
    call.retain();
    waiting_.push_back(&call);
    is_called_ = true;
}

std::vector<boundary::Call*> Slumber::wake() {
    is_asleep_ = false;
    is_called_ = false;
    return std::exchange(waiting_, {});
}

}  // namespace toolhost::loader
