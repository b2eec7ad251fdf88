#include "servicenow/attendance.hpp"

namespace toolhost::servicenow {

std::shared_ptr<const void> Attendance::enter() {
    {
        const std::lock_guard lock(mutex_);
        ++present_;
    }
    return {this, [this](const void*) { leave(); }};
}

void Attendance::waitUntilEmpty() {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [this] { return present_ == 0; });
}

void Attendance::leave() {
    const std::lock_guard lock(mutex_);
    --present_;
    left_.notify_all();  // under the lock: whoever waits may destroy this as soon as it is free
}

}  // namespace toolhost::servicenow
