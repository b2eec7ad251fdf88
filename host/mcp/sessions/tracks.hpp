#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "mcp/sessions/track.hpp"

namespace toolhost::mcp {

/// The event streams of one session: the one that stands beside all requests (GET) and those of
/// requests. Thread-safe.
class Tracks {
public:
    Tracks();

    /// One for a request.
    std::shared_ptr<Track> open(bool primes);

    /// The one that belongs to no request.
    std::shared_ptr<Track> standing();

    /// Where a client was: the track that an event's id names, and that event's number.
    struct Place {
        std::shared_ptr<Track> track;
        std::uint64_t after;
    };
    /// Absent when no such track is kept.
    [[nodiscard]] std::optional<Place> find(std::string_view event_id) const;

    static constexpr std::size_t kKeptMax = 64;

private:
    struct Named {
        std::string name;
        std::shared_ptr<Track> track;
    };

    std::string nextName();

    /// Begins every name: ids of events stay unique when a session outlives the process.
    const std::string birth_;
    mutable std::mutex mutex_;
    std::deque<Named> tracks_;  // guarded by mutex_; of requests, the oldest first
    std::uint64_t opened_ = 0;  // guarded by mutex_
    Named standing_;            // guarded by mutex_
};

}  // namespace toolhost::mcp
