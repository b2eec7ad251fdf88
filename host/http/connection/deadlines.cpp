#include "http/connection/deadlines.hpp"

namespace toolhost::http {

std::optional<Deadlines::Id> Deadlines::takeDue(base::SteadyTime now) {
    if (alarms_.empty() || alarms_.top().first > now) return std::nullopt;
    const Id who = alarms_.top().second;
    alarms_.pop();
    return who;
}

std::optional<base::SteadyTime> Deadlines::next() const {
    if (alarms_.empty()) return std::nullopt;
    return alarms_.top().first;
}

}  // namespace toolhost::http
