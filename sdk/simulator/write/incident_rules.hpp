#pragma once

#include "simulator/write/rules.hpp"

namespace toolhost::sim {

/// Resolution, reopening and holds of incidents.
void applyIncidentRules(Change& change);

}  // namespace toolhost::sim
