#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "servicenow/query/encoded_query.hpp"

namespace toolhost::servicenow {

/// Which server-side calls a query's values may hold. ServiceNow runs a value that starts with
/// `javascript:` as the user, so a query written by a model could run what a stranger put into its
/// context: nothing but single calls of documented date functions with literal arguments can be
/// allowed, and by default none. Immutable and thread-safe.
class ScriptPolicy {
public:
    /// Allows nothing.
    ScriptPolicy() = default;

    /// Allows those functions, each as "gs.daysAgoStart" or
    /// "daysAgoStart"; "dates" stands for all documented date functions. Refuses a name that is
    /// none of these.
    static base::Result<ScriptPolicy> allowing(const std::vector<std::string>& functions);

    /// What is against sending the query; absent when nothing.
    [[nodiscard]] std::optional<std::string> objectionTo(const EncodedQuery& query) const;

    /// What is against one value.
    [[nodiscard]] std::optional<std::string> objectionTo(std::string_view value) const;

private:
    [[nodiscard]] bool allows(std::string_view value) const;

    std::set<std::string, std::less<>> functions_;
};

/// Whether ServiceNow would run the value, or something inside it, instead of comparing with it.
bool runsAScript(std::string_view value);

}  // namespace toolhost::servicenow
