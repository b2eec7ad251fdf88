#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace toolhost::http {

/// Who may connect to a unix socket.
enum class UnixAccess { Owner, Group };

/// The listener that answers MCP and OAuth.
struct Settings {
    std::string host = "127.0.0.1";
    /// 0 lets the system choose; the ready line says which it chose.
    std::uint16_t port = 8080;
    /// Both, or neither: with them the port speaks TLS only.
    std::filesystem::path tls_certificate_file;
    std::filesystem::path tls_key_file;
    [[nodiscard]] bool speaksTls() const { return !tls_certificate_file.empty(); }

    /// A unix socket to listen on besides, without TLS; empty for none.
    std::filesystem::path unix_path;
    UnixAccess unix_access = UnixAccess::Owner;
    /// Networks of proxies that may say, in X-Forwarded-For, for whom they ask.
    std::vector<std::string> trusted_proxies;

    /// Threads that read, parse, answer /mcp and write.
    std::size_t io_threads = 2;
    /// Threads for paths that hash passwords or wait for the disk, and what may wait for them.
    std::size_t threads = 8;
    std::size_t queued_requests_max = 256;

    std::size_t connections_max = 512;
    std::size_t connections_per_address_max = 50;
    std::size_t requests_per_connection_max = 1000;

    std::size_t request_line_bytes_max = 8U << 10U;
    std::size_t fields_max = 64;
    std::size_t fields_bytes_max = 32U << 10U;
    std::size_t field_bytes_max = 16U << 10U;
    std::size_t body_bytes_max = 4U << 20U;
    std::size_t oauth_body_bytes_max = 64U << 10U;

    std::chrono::milliseconds tls_handshake_timeout{5'000};
    std::chrono::milliseconds head_timeout{10'000};
    std::chrono::milliseconds idle_timeout{15'000};
    /// A body and an answer may take this long, and longer as long as they keep up the pace.
    std::chrono::milliseconds body_timeout{30'000};
    std::chrono::milliseconds answer_timeout{30'000};
    std::size_t bytes_per_second_min = 1U << 10U;

    std::size_t streams_max = 256;
    std::size_t stream_queue_bytes_max = 256U << 10U;
    std::chrono::milliseconds stream_keep_alive{15'000};

    /// Browser origins allowed besides this host's own.
    std::vector<std::string> allowed_origins;
    /// The field in which a gateway hands over callers' own ServiceNow tokens; empty for none.
    std::string servicenow_token_field;
};

}  // namespace toolhost::http
