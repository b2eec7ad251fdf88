#pragma once

#include <string>
#include <string_view>

namespace toolhost::sim {

/// What sys_user.user_password stores: a salt and a digest. The accounts are invented and their
/// passwords public, so one round of SHA-256 is enough here.
std::string hashPassword(std::string_view password);
bool passwordMatches(std::string_view stored, std::string_view password);
/// Compares in a time that does not depend on where the texts differ.
bool sameSecret(std::string_view a, std::string_view b);

}  // namespace toolhost::sim
