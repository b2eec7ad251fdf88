#pragma once

#include <cstddef>
#include <string_view>

#include "http/exchange.hpp"
#include "http/mcp_route.hpp"
#include "http/settings.hpp"
#include "http/sse_route.hpp"
#include "oauth/endpoints.hpp"

namespace toolhost::http {

/// Which path is answered by what. Thread-safe.
class Router {
public:
    /// What it is given by reference outlives it.
    Router(const Settings& settings,
           const McpRoute& mcp,
           SseRoute& sse,
           const oauth::Endpoints& oauth);

    void handle(const Request& request, const Respond& respond) const;

    /// The most a body for that path may hold, in bytes.
    [[nodiscard]] std::size_t bodyBytesMax(std::string_view path) const;

private:
    const Settings settings_;
    const McpRoute& mcp_;
    SseRoute& sse_;
    const oauth::Endpoints& oauth_;
};

}  // namespace toolhost::http
