#include "simulator/script/user_functions.hpp"

#include <array>
#include <string>
#include <utility>

#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

std::string firstArgument(const ScriptArguments& arguments) {
    return arguments.empty() ? std::string() : arguments.front().text;
}

std::string yesNo(bool value) {
    return value ? "true" : "false";
}

/// A value of the caller's own row.
std::string own(const ScriptScope& scope, std::string_view element) {
    const auto& users = scope.records.schema().table("sys_user");
    const auto user = scope.records.find(users, scope.caller.sys_id);
    return user ? user->get(element) : std::string();
}

/// The sys_ids of the groups the caller is a member of.
std::string groups(const ScriptScope& scope) {
    auto statement = scope.records.session().prepare(
        "SELECT \"group\" FROM \"sys_user_grmember\" WHERE \"user\" = ? ORDER BY \"group\"");
    statement.bind(scope.caller.sys_id);
    std::vector<std::string> ids;
    while (statement.step()) {
        ids.emplace_back(statement.text(0));
    }
    return join(ids, ",");
}

/// By sys_id or name.
bool isMemberOf(const ScriptScope& scope, const std::string& group) {
    auto statement = scope.records.session().prepare(
        "SELECT 1 FROM \"sys_user_grmember\" AS m JOIN \"sys_user_group\" AS g "
        "ON g.\"sys_id\" = m.\"group\" WHERE m.\"user\" = ?1 AND "
        "(g.\"sys_id\" = ?2 OR g.\"name\" = ?2)");
    return statement.bind(scope.caller.sys_id).bind(group).step();
}

/// An administrator has every role; of several, one is enough.
bool hasRole(const ScriptScope& scope, const std::string& roles) {
    if (scope.caller.isAdmin()) return true;
    for (const auto role : split(roles, ',')) {
        if (scope.caller.has(trim(role))) return true;
    }
    return false;
}

std::string roles(const ScriptScope& scope) {
    return join({scope.caller.roles.begin(), scope.caller.roles.end()}, ",");
}

struct Function {
    std::string_view name;
    std::string (*call)(const ScriptScope&, const ScriptArguments&);
};

using A = ScriptArguments;
using S = ScriptScope;

constexpr std::array kFunctions{
    Function{"gs.getUserID", [](const S& s, const A&) { return s.caller.sys_id; }},
    Function{"gs.userID", [](const S& s, const A&) { return s.caller.sys_id; }},
    Function{"gs.user_id", [](const S& s, const A&) { return s.caller.sys_id; }},
    Function{"gs.getUserName", [](const S& s, const A&) { return s.caller.user_name; }},
    Function{"gs.getUserDisplayName", [](const S& s, const A&) { return s.caller.name; }},
    Function{"gs.hasRole",
             [](const S& s, const A& a) { return yesNo(hasRole(s, firstArgument(a))); }},
    Function{"gs.getUser.getID", [](const S& s, const A&) { return s.caller.sys_id; }},
    Function{"gs.getUser.getName", [](const S& s, const A&) { return s.caller.user_name; }},
    Function{"gs.getUser.getFullName", [](const S& s, const A&) { return s.caller.name; }},
    Function{"gs.getUser.getDisplayName", [](const S& s, const A&) { return s.caller.name; }},
    Function{"gs.getUser.getFirstName", [](const S& s, const A&) { return own(s, "first_name"); }},
    Function{"gs.getUser.getLastName", [](const S& s, const A&) { return own(s, "last_name"); }},
    Function{"gs.getUser.getEmail", [](const S& s, const A&) { return own(s, "email"); }},
    Function{"gs.getUser.getManagerID", [](const S& s, const A&) { return own(s, "manager"); }},
    Function{"gs.getUser.getDepartmentID",
             [](const S& s, const A&) { return own(s, "department"); }},
    Function{"gs.getUser.getLocation", [](const S& s, const A&) { return own(s, "location"); }},
    Function{"gs.getUser.getCompanyID", [](const S& s, const A&) { return own(s, "company"); }},
    Function{"gs.getUser.getMyGroups", [](const S& s, const A&) { return groups(s); }},
    Function{"gs.getUser.getRoles", [](const S& s, const A&) { return roles(s); }},
    Function{"gs.getUser.hasRole",
             [](const S& s, const A& a) { return yesNo(hasRole(s, firstArgument(a))); }},
    Function{"gs.getUser.isMemberOf",
             [](const S& s, const A& a) { return yesNo(isMemberOf(s, firstArgument(a))); }},
    // A script include of the platform, in many of its own filters.
    Function{"getMyGroups", [](const S& s, const A&) { return groups(s); }},
};

}  // namespace

std::optional<ScriptValue> callUserFunction(std::string_view name,
                                            const ScriptArguments& arguments,
                                            const ScriptScope& scope) {
    for (const auto& function : kFunctions) {
        if (function.name == name) return ScriptValue{function.call(scope, arguments), false};
    }
    return std::nullopt;
}

}  // namespace toolhost::sim
