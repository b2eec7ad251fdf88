#pragma once

#include <optional>
#include <string_view>

#include "simulator/auth/caller.hpp"
#include "simulator/auth/tokens.hpp"
#include "simulator/message.hpp"

namespace toolhost::sim {

inline constexpr std::string_view kApiKeyName = "x-sn-apikey";

/// Who a request is made by: Basic with a user's password, a live Bearer token, or an active API
/// key.
std::optional<Caller> authenticate(const Request& request,
                                   const Tokens& tokens,
                                   Records& records,
                                   Seconds now);

/// What the request authenticates with, for logs: "Bearer", "Basic", "ApiKey" or "".
std::string_view schemeOf(const Request& request);

/// Moves an API key that stands in the query string to where the header's would be, so that it is
/// neither a field of the query nor in a log.
void takeApiKey(Request& request);

}  // namespace toolhost::sim
