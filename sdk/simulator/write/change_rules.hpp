#pragma once

#include <optional>
#include <string>

#include "simulator/result.hpp"
#include "simulator/write/rules.hpp"

namespace toolhost::sim {

/// The change model: which state may follow which, by the type of the change. A move it does not
/// know aborts the write, and so does one past approvals that are still asked for.
std::optional<Refusal> applyChangeRules(Change& change);

/// The state an approved change goes on to: from Assess to Authorize, from there to Scheduled;
/// "" from any other.
std::string stateAfterApproval(const std::string& state);

}  // namespace toolhost::sim
