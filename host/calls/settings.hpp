#pragma once

#include <chrono>
#include <cstddef>

namespace toolhost::calls {

/// How many tool calls run, and for how long.
struct Settings {
    /// Threads on which plugin code runs; a call waiting for an upstream holds none.
    std::size_t workers = 8;
    /// How many of them the code of one plugin may hold; its further calls wait for each other.
    std::size_t workers_per_plugin = 6;
    /// Calls accepted and not yet answered; one more is refused.
    std::size_t in_flight_max = 2048;
    /// The same of one plugin.
    std::size_t in_flight_per_plugin_max = 1536;
    /// From acceptance to answer.
    std::chrono::milliseconds deadline{60'000};
    /// From a call's end in its tool's place until the thread that is still in the tool counts as
    /// lost.
    std::chrono::milliseconds lost_after{2'000};
};

}  // namespace toolhost::calls
