#pragma once

#include <optional>

#include "simulator/result.hpp"
#include "simulator/write/rules.hpp"

namespace toolhost::sim {

/// Resolution, reopening, holds and the data policy of incidents.
std::optional<Refusal> applyIncidentRules(Change& change);

}  // namespace toolhost::sim
