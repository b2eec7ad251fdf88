#pragma once

#include <string>
#include <string_view>

namespace toolhost::sim {

/// The priority lookup: impact and urgency, 1 (high) to 3 (low), give 1 to 5.
/// An impact or urgency outside the lookup gives "5".
std::string priorityOf(std::string_view impact, std::string_view urgency);

}  // namespace toolhost::sim
