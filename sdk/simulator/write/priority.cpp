#include "simulator/write/priority.hpp"

#include "simulator/text.hpp"

namespace toolhost::sim {

std::string priorityOf(std::string_view impact, std::string_view urgency) {
    constexpr long long kLow = 3;
    const auto i = parseInteger(impact).value_or(kLow);
    const auto u = parseInteger(urgency).value_or(kLow);
    if (i < 1 || i > kLow || u < 1 || u > kLow) return "5";
    return std::to_string(i + u - 1);
}

}  // namespace toolhost::sim
