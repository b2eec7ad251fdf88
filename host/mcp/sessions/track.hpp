#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include "mcp/event_stream.hpp"

namespace toolhost::mcp {

/// One event stream of a session as the client sees it: it outlives its connections. What was sent
/// is kept for a while, so that a client that lost the connection gets what it missed when it comes
/// back (MCP 2025-11-25, transports, "Resumability and redelivery"). Thread-safe.
class Track {
public:
    /// Ids of its events begin with the name. One that primes begins each connection's first time
    /// with an event that only names an id, which clients before 2025-11-25 do not expect.
    Track(std::string name, bool primes) : name_(std::move(name)), primes_(primes) {}

    [[nodiscard]] bool primes() const { return primes_; }

    /// Delivers over this stream from here on; the stream that was used before ends.
    void attach(std::shared_ptr<EventStream> stream);

    /// The same for a client that comes back: first what it missed since the event of that number.
    void resume(std::shared_ptr<EventStream> stream, std::uint64_t after);

    /// Sends, and keeps.
    void send(const std::string& message);

    /// Ends the connection but not the track; the client comes back after that pause, 0 for ours.
    void letGo(std::chrono::milliseconds retry);

    /// Ends it once all is delivered. A client may still come back for what is kept.
    void finish();

    [[nodiscard]] bool isFinished() const;

    static constexpr std::size_t kEventsMax = 256;
    static constexpr std::size_t kBytesMax = 1U << 20U;

private:
    struct Kept {
        std::uint64_t number;
        std::string data;
    };

    [[nodiscard]] std::string idOf(std::uint64_t number) const;
    void deliver(const Event& event);
    void keep(const std::string& message);
    void letStreamEnd();

    const std::string name_;
    const bool primes_;
    mutable std::mutex mutex_;
    std::deque<Kept> kept_;                // guarded by mutex_
    std::size_t bytes_ = 0;                // guarded by mutex_: of kept_
    std::uint64_t last_ = 0;               // guarded by mutex_: number of the latest event
    std::shared_ptr<EventStream> stream_;  // guarded by mutex_; null while nobody is there
    bool is_finished_ = false;             // guarded by mutex_
};

}  // namespace toolhost::mcp
