#pragma once

#include <optional>
#include <string_view>

#include "simulator/script/script.hpp"

namespace toolhost::sim {

/// Calls a documented function: "gs.daysAgo", "gs.getUser.getMyGroups" for
/// gs.getUser().getMyGroups(). Nothing when there is no such function, or it does not take these
/// arguments.
std::optional<ScriptValue> callScriptFunction(std::string_view name,
                                              const ScriptArguments& arguments,
                                              const ScriptScope& scope);

}  // namespace toolhost::sim
