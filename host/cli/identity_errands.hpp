#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/errand.hpp"

namespace toolhost::cli {

/// Does what operators ask about those who call: `client add`, `client list`, `client revoke`,
/// `client registration-token`, `user add`, `user list`, `user passwd`, `user remove`, `token
/// issue`. Absent when the command is none of these.
std::optional<std::string> answerAboutIdentity(const Errand& errand, std::string_view command);

}  // namespace toolhost::cli
