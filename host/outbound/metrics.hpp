#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

#include "outbound/message.hpp"
#include "outbound/snapshot.hpp"

namespace toolhost::outbound {

/// What was measured of one attempt.
struct Measures {
    std::optional<std::chrono::microseconds> connect;     ///< absent when none was opened
    std::optional<std::chrono::microseconds> tls;         ///< absent when none was negotiated
    std::optional<std::chrono::microseconds> first_byte;  ///< absent when none came
    std::uint64_t connections_opened = 0;
    bool is_reused = false;
    bool is_http2 = false;
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
};

/// Counts what the client does. Thread-safe.
class Metrics {
public:
    void requestBegan();
    void attemptBegan(bool is_repetition);
    void attemptEnded(const Measures& measures);
    void requestEnded(const Outcome& outcome, std::chrono::microseconds total);
    /// A request that policy refused before it began.
    void requestRefused();

    /// Without the breakers, which are counted elsewhere.
    [[nodiscard]] Snapshot snapshot() const;

private:
    mutable std::mutex mutex_;
    Snapshot counted_;  // guarded by mutex_
};

}  // namespace toolhost::outbound
