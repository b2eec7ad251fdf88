#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace toolhost::http {

/// Who wants to be woken when. Nothing is ever taken out early: who is woken too soon asks again,
/// which costs less than moving a deadline with every request. Used by one thread.
class Deadlines {
public:
    using Id = std::uint64_t;

    void add(base::SteadyTime at, Id who) { alarms_.emplace(at, who); }

    /// The next one whose time has come.
    std::optional<Id> takeDue(base::SteadyTime now);

    /// When the next one is due.
    [[nodiscard]] std::optional<base::SteadyTime> next() const;

private:
    using Alarm = std::pair<base::SteadyTime, Id>;
    std::priority_queue<Alarm, std::vector<Alarm>, std::greater<>> alarms_;
};

}  // namespace toolhost::http
