#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/secret.hpp"

namespace toolhost::outbound {

/// Bounds of every request the host sends.
struct Settings {
    // How long each part of a request may take; total_timeout bounds them all together.
    std::chrono::milliseconds connect_timeout{5'000};  ///< the name and the connection
    std::chrono::milliseconds tls_timeout{5'000};
    std::chrono::milliseconds first_byte_timeout{30'000};  ///< from the last byte sent
    std::chrono::milliseconds idle_timeout{15'000};        ///< between bytes of the answer
    std::chrono::milliseconds total_timeout{30'000};

    /// Of a body, decompressed, whether gathered or given to a sink.
    std::size_t response_bytes_max = 16U << 20U;
    /// Of all header lines of one answer, interim answers and trailers included.
    std::size_t response_header_bytes_max = 256U << 10U;

    std::size_t connections_per_host_max = 8;
    std::size_t connections_max = 512;
    std::size_t idle_connections_max = 64;

    /// How often one request is sent at the most, where sending it again is safe.
    unsigned attempts_max = 3;
    /// Before the second attempt; doubled before each later one.
    std::chrono::milliseconds retry_delay{100};
    /// Failures in a row after which a host is left alone.
    unsigned breaker_failures = 10;
    /// How long it is left alone.
    std::chrono::milliseconds breaker_open{10'000};

    /// PEM file of certificate authorities; empty means the system's.
    std::string ca_file;
    /// PEM files of what servers that ask are shown; empty means nothing. Strangers' URLs
    /// (Reach::Public) never see it.
    std::string client_certificate_file;
    std::filesystem::path client_key_file;

    /// "http://host:port" or "https://…"; empty means none. Environment variables are never read
    /// for this.
    std::string proxy;
    std::string proxy_user;
    base::Secret proxy_password;
    /// Host names, domains and addresses that are reached without the proxy; not for Reach::Public.
    std::vector<std::string> proxy_exceptions;

    /// The ports that URLs of Reach::Public may name.
    std::vector<std::string> public_ports{"443"};
    /// Networks ("10.1.0.0/16") that count as public, though they are not.
    std::vector<std::string> public_networks;
    /// Whether URLs of Reach::Public may go through the proxy, which then has to keep them from
    /// private addresses: behind a proxy, this process cannot see where a name leads.
    bool public_by_proxy = false;
};

}  // namespace toolhost::outbound
