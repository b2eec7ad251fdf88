#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "simulator/records.hpp"

namespace toolhost::sim {

/// The user a request acts as.
struct Caller {
    std::string sys_id;
    std::string user_name;
    std::string name;
    std::set<std::string, std::less<>> roles;

    [[nodiscard]] bool has(std::string_view role) const { return roles.contains(role); }
    [[nodiscard]] bool isAdmin() const { return has("admin"); }
};

/// The active, unlocked user whose `element` (sys_id, user_name or email) equals `value`.
std::optional<Caller> findCaller(Records& records,
                                 std::string_view element,
                                 std::string_view value);
/// The user of that name if the password is theirs.
std::optional<Caller> signIn(Records& records,
                             std::string_view user_name,
                             std::string_view password);

}  // namespace toolhost::sim
