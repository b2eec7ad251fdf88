#pragma once

#include <optional>
#include <string_view>

#include "simulator/auth/caller.hpp"
#include "simulator/auth/tokens.hpp"

namespace toolhost::sim {

/// Who an Authorization header stands for: Basic with a user's password, or a live Bearer token.
std::optional<Caller> authenticate(std::string_view authorization,
                                   const Tokens& tokens,
                                   Records& records,
                                   Seconds now);

/// The scheme of an Authorization header ("Bearer", "Basic", ""), for logs.
std::string_view schemeOf(std::string_view authorization);

}  // namespace toolhost::sim
