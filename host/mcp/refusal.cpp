#include "mcp/refusal.hpp"

#include <utility>

#include "base/text.hpp"
#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

/// In-band: the message was understood, its parameters cannot be.
Refusal invalidParams(std::string message) {
    return {.code = jsonrpc::kInvalidParams, .message = std::move(message), .http_status = 200};
}

Refusal missingEnvelope(std::string message) {
    return {.code = jsonrpc::kInvalidParams, .message = std::move(message), .http_status = 400};
}

Refusal headerMismatch(std::string message) {
    return {.code = kHeaderMismatch, .message = std::move(message), .http_status = 400};
}

Refusal unsupportedVersion(const std::string& requested) {
    return {.code = kUnsupportedVersion,
            .message = "protocol version " + base::quoted(requested) +
                       " is not served; use one of data.supported",
            .http_status = 400,
            .data = R"({"supported":)" + supportedVersionsJson() + R"(,"requested":)" +
                    jsonrpc::encodeString(requested) + '}'};
}

Refusal methodNotFound(const std::string& method) {
    return {.code = jsonrpc::kMethodNotFound,
            .message = "method " + base::quoted(method) + " is not served in this revision",
            .http_status = 404};
}

Refusal missingCapability(const std::string& what, const std::string& required) {
    return {.code = kMissingCapability,
            .message = what + " needs a client that can do what data.requiredCapabilities names",
            .http_status = 400,
            .data = R"({"requiredCapabilities":)" + required + '}'};
}

Refusal internalError(std::string message) {
    return {.code = jsonrpc::kInternalError, .message = std::move(message), .http_status = 200};
}

Refusal noStream() {
    return {.code = kTooManyStreams,
            .message = "no further stream can be had: this caller has as many open as it may",
            .http_status = 429,
            .retry_after = std::chrono::seconds(30)};
}

Outbound answerWith(const Refusal& refusal, const std::optional<jsonrpc::Id>& id) {
    return {.http_status = refusal.http_status,
            .body = jsonrpc::encodeError(id, {refusal.code, refusal.message, refusal.data}),
            .session_id = {},
            .retry_after = refusal.retry_after};
}

}  // namespace toolhost::mcp
