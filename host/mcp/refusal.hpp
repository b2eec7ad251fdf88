#pragma once

#include <optional>
#include <string>

#include "jsonrpc/encode.hpp"
#include "mcp/exchange.hpp"

namespace toolhost::mcp {

/// Error codes that MCP 2026-07-28 adds to JSON-RPC's.
inline constexpr int kHeaderMismatch = -32020;
inline constexpr int kUnsupportedVersion = -32022;
/// Of the session revisions; 2026-07-28 says "invalid params" instead.
inline constexpr int kResourceNotFound = -32002;

/// Why a message is turned away, with the HTTP status its revision gives that.
struct Refusal {
    int code = jsonrpc::kInvalidRequest;
    std::string message;
    int http_status = 400;
    /// JSON text, empty for none.
    std::string data = {};
};

/// The refusals that more than one step makes.
Refusal invalidParams(std::string message);
Refusal missingEnvelope(std::string message);
Refusal headerMismatch(std::string message);
Refusal unsupportedVersion(const std::string& requested);
Refusal methodNotFound(const std::string& method);

/// The answer that carries it.
Outbound answerWith(const Refusal& refusal, const std::optional<jsonrpc::Id>& id);

}  // namespace toolhost::mcp
