#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace toolhost::outbound {

/// Bounds of every request the host sends.
struct Settings {
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds total_timeout{30'000};
    /// Of a body, decompressed, whether gathered or given to a sink.
    std::size_t response_bytes_max = 16U << 20U;
    /// Of all header lines of one answer, interim answers and trailers included.
    std::size_t response_header_bytes_max = 256U << 10U;
    /// PEM file of certificate authorities; empty means the system's.
    std::string ca_file;
    /// "http://host:port"; empty means none. Environment variables are never read for this.
    std::string proxy;
    std::size_t connections_per_host_max = 8;
};

}  // namespace toolhost::outbound
