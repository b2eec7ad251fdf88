#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace toolhost::http {

/// The listener that answers MCP and OAuth.
struct Settings {
    std::string host = "127.0.0.1";
    /// 0 lets the system choose; the ready line says which it chose.
    std::uint16_t port = 8080;
    std::size_t body_bytes_max = 4U << 20U;
    std::size_t oauth_body_bytes_max = 64U << 10U;
    std::size_t threads_max = 64;
    std::size_t queued_connections_max = 256;
    std::chrono::milliseconds io_timeout{15'000};
    /// Browser origins allowed besides this host's own.
    std::vector<std::string> allowed_origins;
    /// The field in which a gateway hands over callers' own ServiceNow tokens; empty for none.
    std::string servicenow_token_field;
};

}  // namespace toolhost::http
