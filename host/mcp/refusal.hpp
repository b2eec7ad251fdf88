#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "jsonrpc/encode.hpp"
#include "mcp/outbound.hpp"

namespace toolhost::mcp {

/// Error codes that MCP 2026-07-28 adds to JSON-RPC's.
inline constexpr int kHeaderMismatch = -32020;
inline constexpr int kMissingCapability = -32021;
inline constexpr int kUnsupportedVersion = -32022;
/// Our own, outside what JSON-RPC reserves: the host has more to do than it takes on.
inline constexpr int kOverloaded = -31001;
/// Our own: the caller has as many streams open as it may.
inline constexpr int kTooManyStreams = -31002;
/// Of the session revisions; 2026-07-28 says "invalid params" instead.
inline constexpr int kResourceNotFound = -32002;

/// Why a message is turned away, with the HTTP status its revision gives that.
struct Refusal {
    int code = jsonrpc::kInvalidRequest;
    std::string message;
    int http_status = 400;
    /// JSON text, empty for none.
    std::string data = {};
    /// When it may be worth trying again.
    std::optional<std::chrono::seconds> retry_after = {};
};

/// The refusals that more than one step makes.
Refusal invalidParams(std::string message);
Refusal missingEnvelope(std::string message);
Refusal headerMismatch(std::string message);
Refusal unsupportedVersion(const std::string& requested);
Refusal methodNotFound(const std::string& method);
/// `required` is the ClientCapabilities object of what is missing, JSON text.
Refusal missingCapability(const std::string& what, const std::string& required);

/// Something of ours did not work; the words say what.
Refusal internalError(std::string message);
/// The request wants a stream and can have none.
Refusal noStream();

/// The answer that carries it.
Outbound answerWith(const Refusal& refusal, const std::optional<jsonrpc::Id>& id);

}  // namespace toolhost::mcp
