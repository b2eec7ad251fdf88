#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "simulator/faults/fault.hpp"

namespace toolhost::sim {

/// A fault of that kind with the platform's own words; nothing when there is no such kind.
std::optional<Fault> faultOfKind(std::string_view kind);

}  // namespace toolhost::sim
