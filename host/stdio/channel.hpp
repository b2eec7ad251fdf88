#pragma once

#include <memory>
#include <string>

#include "identity/principal.hpp"
#include "mcp/endpoint.hpp"

namespace toolhost::stdio {

/// The descriptors of a connection; borrowed.
struct Lines {
    int in = -1;
    int out = -1;
    /// Ends the connection once it has something to read; -1 for none.
    int stop = -1;
};

/// Serves MCP over a pair of file descriptors, one message a line, until the other end is done (MCP
/// 2026-07-28, transports, "stdio"). Blocks the calling thread. Requests in flight at the end of
/// input get a moment to be answered, then they are cancelled.
void serveLines(mcp::Endpoint& endpoint,
                const std::shared_ptr<const identity::Principal>& principal,
                const Lines& lines);

}  // namespace toolhost::stdio
