#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "jsonrpc/members.hpp"
#include "mcp/refusal.hpp"
#include "mcp/sessions/peer.hpp"
#include "mcp/way_back.hpp"
#include "tools/callable.hpp"

namespace toolhost::mcp {

/// The level of that name (MCP LoggingLevel), 0 debug to 7 emergency.
std::optional<int> levelNamed(std::string_view name);

/// Who listens to a call: its client, by the way back of its request. `meta` is the request's: a
/// progressToken in it asks for notifications/progress, and in a stateless revision a logLevel for
/// notifications/message. In a session that is the peer's level, null for none.
std::shared_ptr<tools::Audience> audienceOf(const std::shared_ptr<WayBack>& way,
                                            const std::optional<jsonrpc::Members>& meta,
                                            std::shared_ptr<Peer> peer);

/// What the request's logLevel cannot mean; absent when it can, or there is none.
std::optional<Refusal> objectionToLevel(const std::optional<jsonrpc::Members>& meta);

}  // namespace toolhost::mcp
