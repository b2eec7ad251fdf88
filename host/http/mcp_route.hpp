#pragma once

#include <memory>

#include "http/exchange.hpp"
#include "http/gate.hpp"
#include "http/sse_route.hpp"
#include "mcp/endpoint.hpp"

namespace toolhost::http {

/// `/mcp`: from an HTTP request to an MCP message and back. Thread-safe.
class McpRoute {
public:
    /// What it is given outlives it.
    McpRoute(mcp::Endpoint& endpoint, const Gate& gate, SseRoute& sse);

    void handle(const Request& request, const Respond& respond) const;

private:
    using Caller = std::shared_ptr<const identity::Principal>;

    void post(const Request& request, Caller caller, const Respond& respond) const;
    void get(const Request& request, Caller caller, const Respond& respond) const;

    mcp::Endpoint& endpoint_;
    const Gate& gate_;
    SseRoute& sse_;
};

}  // namespace toolhost::http
