#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "identity/principal.hpp"
#include "mcp/event_stream.hpp"
#include "mcp/outbound.hpp"
#include "mcp/sessions/peer.hpp"

namespace toolhost::mcp {

/// The HTTP fields that MCP defines. Absent on stdio.
struct Headers {
    std::optional<std::string> protocol_version;  ///< MCP-Protocol-Version
    std::optional<std::string> method;            ///< Mcp-Method
    std::optional<std::string> name;              ///< Mcp-Name, as sent
    std::optional<std::string> session_id;        ///< Mcp-Session-Id
    std::optional<std::string> last_event_id{};   ///< Last-Event-ID
    /// What follows "Mcp-Param-" in fields' names, and their values as sent.
    std::vector<std::pair<std::string, std::string>> params{};
};

/// One message that came in, by whatever way.
struct Inbound {
    std::string body;
    std::shared_ptr<const identity::Principal> principal;
    /// Requested when the sender no longer waits for the answer.
    std::stop_token caller_left;
    /// Over HTTP: its fields. On a connection: absent.
    std::optional<Headers> headers;
    /// The connection that it came on (stdio, HTTP+SSE); null for a POST that is answered itself.
    std::shared_ptr<Peer> connection;
    /// Answers with a stream of messages; empty where only one body fits.
    OpenStream open_stream{};
};

/// Somebody who wants a stream of messages that belong to no request (GET).
struct Listening {
    std::shared_ptr<const identity::Principal> principal;
    std::stop_token caller_left;
    Headers headers;
    OpenStream open_stream;
};

}  // namespace toolhost::mcp
