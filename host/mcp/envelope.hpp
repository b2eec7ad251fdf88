#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mcp/refusal.hpp"

namespace toolhost::mcp {

/// What a request says of itself in `params._meta` (MCP 2026-07-28, base protocol, "_meta"). Spans
/// borrow the request.
struct Envelope {
    /// io.modelcontextprotocol/protocolVersion; absent means the request claims no stateless
    /// revision.
    std::optional<std::string> protocol_version;
    /// io.modelcontextprotocol/clientCapabilities, as written.
    std::string_view client_capabilities;
};

/// Reads it from a request's params (empty text: none). A claim that is there but malformed is
/// refused.
std::variant<Envelope, Refusal> readEnvelope(std::string_view params);

}  // namespace toolhost::mcp
