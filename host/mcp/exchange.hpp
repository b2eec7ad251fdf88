#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "identity/principal.hpp"
#include "mcp/sessions/peer.hpp"

namespace toolhost::mcp {

/// The HTTP fields that MCP defines. Absent on stdio.
struct Headers {
    std::optional<std::string> protocol_version;  ///< MCP-Protocol-Version
    std::optional<std::string> method;            ///< Mcp-Method
    std::optional<std::string> name;              ///< Mcp-Name, as sent
    std::optional<std::string> session_id;        ///< Mcp-Session-Id
};

/// One message that came in, by whatever way.
struct Inbound {
    std::string body;
    std::shared_ptr<const identity::Principal> principal;
    /// Requested when the sender no longer waits for the answer.
    std::stop_token caller_left;
    /// Over HTTP: its fields. On stdio: absent.
    std::optional<Headers> headers;
    /// On stdio: what the connection has agreed on so far. Over HTTP: null.
    std::shared_ptr<Peer> connection;
    /// Sends a notification (JSON) ahead of the answer, from any thread; empty where the way back
    /// carries nothing but the answer.
    std::function<void(const std::string&)> notify{};
};

/// What goes back.
struct Outbound {
    int http_status = 200;
    /// JSON; empty when there is nothing to say (HTTP 202, or no line on stdio).
    std::string body;
    /// Mcp-Session-Id to set; empty for none.
    std::string session_id;
};

/// Takes what goes back: exactly once, from any thread, perhaps at once.
using Respond = std::function<void(Outbound)>;

}  // namespace toolhost::mcp
