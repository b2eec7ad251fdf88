#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mcp/refusal.hpp"
#include "tools/mirrored_argument.hpp"

namespace toolhost::mcp {

/// Fields of a request that repeat arguments: what follows "Mcp-Param-", and the value as sent.
using HeaderParams = std::vector<std::pair<std::string, std::string>>;

/// Where the fields say something else than the arguments, or leave one out: a proxy would have
/// routed another call than the one that is run (MCP 2026-07-28, transports, "x-mcp-header").
/// `arguments` is a JSON object's text.
std::optional<Refusal> findArgumentMismatch(const std::vector<tools::MirroredArgument>& mirrored,
                                            const HeaderParams& params,
                                            std::string_view arguments);

}  // namespace toolhost::mcp
