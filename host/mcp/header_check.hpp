#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mcp/exchange.hpp"
#include "mcp/refusal.hpp"

namespace toolhost::mcp {

/// A header that says something else than the body: a proxy would have routed another request than
/// the one that is served (MCP 2026-07-28, transports, "Header validation").
std::optional<Refusal> findContradiction(const Headers& headers,
                                         const std::string& method,
                                         const std::string& version);

/// A header the revision requires and the request lacks, or an Mcp-Name that differs from the
/// body's. `name` is the body's value for methods that have one.
std::optional<Refusal> findMissingHeader(const Headers& headers,
                                         const std::optional<std::string>& name);

}  // namespace toolhost::mcp
