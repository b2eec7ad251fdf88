#include "simulator/auth/caller.hpp"

#include "simulator/auth/password.hpp"

namespace toolhost::sim {

namespace {

std::optional<Record> findActiveUser(Records& records,
                                     std::string_view element,
                                     std::string_view value) {
    if (value.empty()) return std::nullopt;
    auto user = records.findBy(records.schema().table("sys_user"), element, value);
    if (!user || user->get("active") != "true" || user->get("locked_out") == "true") {
        return std::nullopt;
    }
    return user;
}

std::set<std::string, std::less<>> rolesOf(Records& records, std::string_view user) {
    auto statement = records.session().prepare(
        "SELECT r.\"name\" FROM \"sys_user_has_role\" AS h JOIN \"sys_user_role\" AS r "
        "ON r.\"sys_id\" = h.\"role\" WHERE h.\"user\" = ? AND h.\"state\" = 'active'");
    statement.bind(user);
    std::set<std::string, std::less<>> roles;
    while (statement.step()) {
        roles.emplace(statement.text(0));
    }
    return roles;
}

Caller callerOf(Records& records, const Record& user) {
    return {user.sysId(), user.get("user_name"), user.get("name"), rolesOf(records, user.sysId())};
}

}  // namespace

std::optional<Caller> findCaller(Records& records,
                                 std::string_view element,
                                 std::string_view value) {
    const auto user = findActiveUser(records, element, value);
    if (!user) return std::nullopt;
    return callerOf(records, *user);
}

std::optional<Caller> signIn(Records& records,
                             std::string_view user_name,
                             std::string_view password) {
    const auto user = findActiveUser(records, "user_name", user_name);
    if (!user || user->get("password_needs_reset") == "true") return std::nullopt;
    if (!passwordMatches(user->get("user_password"), password)) return std::nullopt;
    return callerOf(records, *user);
}

}  // namespace toolhost::sim
