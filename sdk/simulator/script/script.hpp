#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/auth/caller.hpp"
#include "simulator/records.hpp"
#include "simulator/result.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// For whom and when a script runs. What it refers to outlives it.
struct ScriptScope {
    Records& records;
    const Caller& caller;
    Seconds now;
    std::chrono::weekday first_of_week = std::chrono::Monday;
};

/// A value in a script.
struct ScriptValue {
    std::string text;
    bool is_number = false;
};

using ScriptArguments = std::vector<ScriptValue>;

inline constexpr std::string_view kScriptMark = "javascript:";

/// Evaluates what follows `javascript:` in a query: one expression of literals, + and -,
/// parentheses and calls of the documented functions of `gs` and `gs.getUser()`. The platform's
/// guarded scripts allow no more statements than that either. Anything else is refused by name.
Result<std::string> evaluateScript(std::string_view script, const ScriptScope& scope);

/// A value of a query: what its script gives when it starts with `javascript:`, else itself.
Result<std::string> evaluateValue(std::string_view value, const ScriptScope& scope);

}  // namespace toolhost::sim
