#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/exchange.hpp"

namespace toolhost::http {

/// Keeps web pages of other sites, and names that were made to point here (DNS rebinding), from
/// reaching the host through a browser (MCP 2026-07-28, transports, "Security").
class OriginPolicy {
public:
    /// `own_origin` is this host's public origin ("https://host"); `allowed` are further ones. On a
    /// loopback listener the Host field must name the loopback or the own origin's host.
    OriginPolicy(std::string own_origin, std::vector<std::string> allowed, bool is_loopback);

    /// Why the request may not come from where it comes; absent when it may.
    [[nodiscard]] std::optional<std::string> findObjection(const Fields& fields) const;

private:
    [[nodiscard]] bool isAllowedOrigin(std::string_view origin) const;
    [[nodiscard]] bool isAllowedHost(std::string_view host) const;

    std::string own_origin_;
    std::vector<std::string> allowed_;
    bool is_loopback_;
};

/// Whether the address of a listener is the machine's own.
bool isLoopback(std::string_view host);

}  // namespace toolhost::http
