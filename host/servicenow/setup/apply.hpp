#pragma once

#include <string>
#include <vector>

#include "servicenow/setup/conversation.hpp"
#include "servicenow/setup/plan.hpp"

namespace toolhost::servicenow {

/// What became of one planned record.
struct Step {
    enum class Result { Made, Changed, WasThere, Failed, NotTried };
    std::string name;
    Result result = Result::NotTried;
    /// The changed fields, or why it failed and what to do.
    std::string words{};
};

/// Does the plan on an instance, as whoever talks: makes what is missing, changes what differs,
/// leaves alone what is right, so that it may be done again. Stops at the first failure. Blocks.
std::vector<Step> applyPlan(Conversation& admin, const std::vector<PlannedRecord>& plan);

}  // namespace toolhost::servicenow
