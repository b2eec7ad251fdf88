#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::config {

/// Scheme, host and port of a URL that has nothing else (RFC 6454 §4).
struct Origin {
    /// "http" or "https".
    std::string scheme;
    /// A host name, an IPv4 address, or an IPv6 address without its brackets.
    std::string host;
    /// 0 when the URL names none.
    std::uint16_t port = 0;
};

/// Strict: lower-case http or https, a host, an optional port; no user, path, query, fragment or
/// trailing slash.
base::Result<Origin> parseOrigin(std::string_view url);

/// Whether text is a host name or an IP address, without brackets.
bool isHost(std::string_view text);

/// Whether only this machine can be reached by that host: 127.0.0.0/8, ::1, localhost.
bool isLoopback(std::string_view host);

}  // namespace toolhost::config
