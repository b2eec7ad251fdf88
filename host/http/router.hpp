#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "http/exchange.hpp"
#include "http/gate.hpp"
#include "http/mcp_route.hpp"
#include "http/settings.hpp"
#include "http/site.hpp"
#include "http/sse_route.hpp"
#include "oauth/endpoints.hpp"

namespace toolhost::http {

/// Which path is answered by what. Thread-safe.
class Router final : public Site {
public:
    /// What it is given by reference outlives it.
    Router(const Settings& settings,
           const Gate& gate,
           const McpRoute& mcp,
           SseRoute& sse,
           const oauth::Endpoints& oauth);

    void handle(const Request& request, const Respond& respond) const override;
    [[nodiscard]] std::optional<Response> findObjection(const Request& head) const override;
    [[nodiscard]] bool mayWait(std::string_view path) const override;
    [[nodiscard]] std::size_t bodyBytesMax(std::string_view path) const override;

private:
    const Settings settings_;
    const Gate& gate_;
    const McpRoute& mcp_;
    SseRoute& sse_;
    const oauth::Endpoints& oauth_;
};

}  // namespace toolhost::http
