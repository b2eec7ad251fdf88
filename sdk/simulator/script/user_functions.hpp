#pragma once

#include <optional>
#include <string_view>

#include "simulator/script/script.hpp"

namespace toolhost::sim {

/// The functions about who is asking: gs.getUserID(), gs.hasRole(r), gs.getUser().getMyGroups(),
/// ... Nothing when it is none of them.
std::optional<ScriptValue> callUserFunction(std::string_view name,
                                            const ScriptArguments& arguments,
                                            const ScriptScope& scope);

}  // namespace toolhost::sim
