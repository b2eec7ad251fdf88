#pragma once

#include <chrono>
#include <cstddef>

namespace toolhost::mcp {

/// How much of the protocol one client and all of them may have at a time.
struct Settings {
    /// Entries in one page of a list.
    std::size_t page_size = 500;
    std::size_t sessions_max = 10'000;
    /// After so long without a request a session has ended.
    std::chrono::seconds session_idle{1800};
    /// Streams that stay open (subscriptions/listen, GET, HTTP+SSE) of one caller.
    std::size_t streams_per_caller_max = 64;
    /// How long a client has to answer what a tool asks, in a session.
    std::chrono::seconds answer_within{600};
};

}  // namespace toolhost::mcp
