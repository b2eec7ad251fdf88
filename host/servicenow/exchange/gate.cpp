#include "servicenow/exchange/gate.hpp"

#include <algorithm>
#include <string>

namespace toolhost::servicenow {

Gate::Gate(std::size_t inside_max, std::size_t waiting_max)
    : inside_max_(inside_max), waiting_max_(waiting_max) {}

void Gate::enter(const std::stop_token& stop, Then<Pass> then) {
    enum class Verdict { In, Waits, Full } verdict = Verdict::Full;
    const auto waiter = std::make_shared<Waiter>(std::move(then));
    {
        const std::lock_guard lock(mutex_);
        if (inside_ < inside_max_) {
            ++inside_;
            verdict = Verdict::In;
        } else if (waiting_.size() < waiting_max_) {
            waiting_.push_back(waiter);
            verdict = Verdict::Waits;
        }
    }
    switch (verdict) {
        case Verdict::In:
            return waiter->then(Pass(*this));
        case Verdict::Full:
            return waiter->then(Problem{
                .kind = Problem::Kind::Unavailable,
                .message = std::to_string(waiting_max_) + " requests already wait for the instance",
                .hint = "try again in a few seconds"});
        case Verdict::Waits:
            // After the lock: the callback may run inside this very statement.
            waiter->watch.emplace(stop, [this, which = waiter.get()] { leave(which); });
    }
}

void Gate::leave(const Waiter* waiter) {
    WaiterPointer left;
    {
        const std::lock_guard lock(mutex_);
        const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& other) {
            return other.get() == waiter;
        });
        if (found == waiting_.end()) return;  // its turn came first
        left = std::move(*found);
        waiting_.erase(found);
    }
    left->then(Problem{.kind = Problem::Kind::Cancelled,
                       .message = "cancelled while waiting for the instance"});
}

void Gate::release() {
    if (const WaiterPointer next = takeNext()) next->then(Pass(*this));
}

Gate::WaiterPointer Gate::takeNext() {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
        --inside_;
        return nullptr;
    }
    WaiterPointer next = std::move(waiting_.front());  // inherits the place of who left
    waiting_.pop_front();
    return next;
}

}  // namespace toolhost::servicenow
