#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>

#include "boundary/services.hpp"

namespace toolhost::loader {

/// How much one plugin has asked and not yet been answered, held within bounds so that it cannot
/// fill the queues that all share. Thread-safe.
class AsksInFlight {
public:
    static constexpr std::size_t kAsksMax = 512;
    static constexpr std::size_t kBytesMax = std::size_t{64} << 20;

    /// The way back of a request that is taken: it keeps the request's call, if it has one, and
    /// counts it until it has been used. Empty when too much is in flight.
    boundary::Replied take(const boundary::Request& request, boundary::Replied replied);

    /// Waits until every answer has been given and who got it has returned; false when that took
    /// too long.
    [[nodiscard]] bool waitForAll(std::chrono::milliseconds patience) const;

private:
    struct Count {
        std::mutex mutex;
        std::condition_variable returned;
        std::size_t asks = 0;        // guarded by mutex
        std::size_t bytes = 0;       // guarded by mutex
        std::size_t unreturned = 0;  // guarded by mutex: also those whose answer is being given
    };

    static bool add(Count& count, std::size_t bytes);
    static void remove(Count& count, std::size_t bytes);
    static void noteReturned(Count& count);

    /// Shared with the answers, which may come when the plugin is gone.
    const std::shared_ptr<Count> count_ = std::make_shared<Count>();
};

}  // namespace toolhost::loader
