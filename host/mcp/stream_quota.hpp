#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "mcp/event_stream.hpp"

namespace toolhost::mcp {

/// How many streams stay open for each caller. Thread-safe; outlives what it gave.
class StreamQuota {
public:
    explicit StreamQuota(std::size_t per_caller_max) : per_caller_max_(per_caller_max) {}

    /// Opens one for the caller (an ownerKey), counted until it ends or `left` is requested. Null
    /// when the caller has as many as it may; `open` is not called then.
    std::shared_ptr<EventStream> open(const std::string& caller,
                                      const OpenStream& open,
                                      const std::stop_token& left);

    /// Whether the caller could have one more.
    [[nodiscard]] bool hasRoom(const std::string& caller) const;

private:
    class Seat;
    class Seated;

    std::shared_ptr<Seat> take(const std::string& caller);

    const std::size_t per_caller_max_;
    mutable std::mutex mutex_;
    std::map<std::string, std::size_t> open_;  // guarded by mutex_
};

}  // namespace toolhost::mcp
