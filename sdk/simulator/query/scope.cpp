#include "simulator/query/scope.hpp"

namespace toolhost::sim {

ScriptScope QueryScope::script() const {
    const auto first = properties.number(properties::kFirstDayOfWeek);  // 1 is Sunday
    const auto day = first >= 1 && first <= 7 ? static_cast<unsigned>(first - 1) : 1U;
    return {records, caller, now, std::chrono::weekday(day)};
}

}  // namespace toolhost::sim
