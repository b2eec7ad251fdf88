#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "outbound/message.hpp"

namespace toolhost::outbound {

/// How durations are spread over fixed buckets.
struct Histogram {
    /// The longest duration of each bucket, in milliseconds; one more bucket holds the rest.
    static constexpr std::array<int, 14> kBoundsMs{
        1, 2, 5, 10, 25, 50, 100, 250, 500, 1'000, 2'500, 5'000, 10'000, 30'000};

    std::array<std::uint64_t, kBoundsMs.size() + 1> counts{};
    std::chrono::microseconds sum{0};

    void add(std::chrono::microseconds duration);
    [[nodiscard]] std::uint64_t total() const;
};

enum class BreakerState { Closed, Open, HalfOpen };

/// The state's name as a metric's label has it: "closed", "open", "half_open".
std::string_view nameOf(BreakerState state);

/// How one host's circuit breaker stands.
struct BreakerStatus {
    std::string host;  ///< "https://name:port"
    BreakerState state = BreakerState::Closed;
    unsigned failures = 0;  ///< in a row
};

/// What the client has done since it began, counted. A value: it does not change any more.
struct Snapshot {
    /// Requests that were answered, by the first digit of the status.
    std::array<std::uint64_t, 6> answered{};
    /// Requests that were not, by Failure::Kind.
    std::array<std::uint64_t, kFailureKinds> failed{};
    std::uint64_t in_flight = 0;

    std::uint64_t attempts = 0;  ///< requests and their repetitions
    std::uint64_t repetitions = 0;
    std::uint64_t http2_answers = 0;  ///< attempts that HTTP/2 answered
    std::uint64_t connections_opened = 0;
    std::uint64_t connections_reused = 0;  ///< attempts that found one in the pool
    std::uint64_t bytes_sent = 0;          ///< heads and bodies
    std::uint64_t bytes_received = 0;      ///< heads and bodies, as they came over the wire

    Histogram connect_time;     ///< of new connections, the name included
    Histogram tls_time;         ///< of new connections
    Histogram first_byte_time;  ///< of attempts, from the connection being ready
    Histogram total_time;       ///< of requests, repetitions included

    /// Hosts that something has failed at lately; all others are closed.
    std::vector<BreakerStatus> breakers;

    [[nodiscard]] std::uint64_t failures(Failure::Kind kind) const {
        return failed.at(static_cast<std::size_t>(kind));
    }
};

}  // namespace toolhost::outbound
