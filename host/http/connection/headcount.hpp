#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace toolhost::http {

/// Who is connected, in all and from each address, and how many streams are open; holds them to
/// their bounds. Thread-safe.
class Headcount {
public:
    struct Bounds {
        std::size_t connections_max = 512;
        std::size_t per_address_max = 50;
        std::size_t streams_max = 256;
    };
    enum class Verdict {
        Welcome,
        TooMany,  ///< counted all the same: it is told so before it goes
        Flood     ///< not counted: there is not even room to tell it
    };

    explicit Headcount(const Bounds& bounds) : bounds_(bounds) {}

    /// Who stands behind an address: one client, or a proxy for many, whom only the bound on all
    /// connections holds.
    enum class Behind { One, Many };

    /// Counts a connection unless it is part of a flood.
    Verdict enter(const std::string& address, Behind behind = Behind::One);
    void leave(const std::string& address);

    /// Counts a stream when there is room for one.
    bool openStream();
    void closeStream();

    /// Waits until nobody is connected. False when `patience` ran out first.
    bool waitUntilEmpty(std::chrono::milliseconds patience);

private:
    const Bounds bounds_;
    std::mutex mutex_;
    std::condition_variable someone_left_;
    std::map<std::string, std::size_t> by_address_;  // guarded by mutex_
    std::size_t connections_ = 0;                    // guarded by mutex_
    std::size_t streams_ = 0;                        // guarded by mutex_
};

}  // namespace toolhost::http
