#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mcp/envelope.hpp"
#include "mcp/exchange.hpp"
#include "mcp/refusal.hpp"
#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

/// A request to be served without a session, by that revision.
struct Stateless {
    const Revision* revision;
    Envelope envelope;
};

/// A request of the session revisions.
struct Sessionful {};

using Era = std::variant<Stateless, Sessionful, Refusal>;

/// Decides per request which era it belongs to. The body decides; the header is only held against
/// it (MCP 2026-07-28, versioning, "Serving both eras").
Era eraOfRequest(const std::string& method,
                 std::string_view params,
                 const std::optional<Headers>& headers);

/// The same for a notification, which needs no envelope.
bool isModernNotification(std::string_view params, const std::optional<Headers>& headers);

}  // namespace toolhost::mcp
