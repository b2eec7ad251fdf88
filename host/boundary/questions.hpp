#pragma once

#include <string_view>

#include "base/result.hpp"

namespace toolhost::boundary {

/// Whether a client with those capabilities (MCP ClientCapabilities, JSON text) can be asked these
/// InputRequests (a JSON object of `{method, params}` by name; MCP 2026-07-28, "Multi round-trip
/// requests"). An error says how the requests are malformed.
base::Result<bool> checkQuestions(std::string_view requests_json, std::string_view capabilities);

}  // namespace toolhost::boundary
