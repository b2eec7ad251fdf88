#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "calls/in_flight.hpp"

namespace toolhost::calls {

/// Who is let in: bounds the calls in flight, of all plugins and of each, so that one that is slow
/// leaves room for the others. Thread-safe.
class Admission {
public:
    struct Bounds {
        std::size_t all;
        std::size_t per_plugin;
    };
    explicit Admission(Bounds bounds) : bounds_(bounds) {}

    /// False when there is no room, or nobody is let in any more.
    [[nodiscard]] bool admit(const std::shared_ptr<InFlight>& call, const std::string& plugin);
    /// The call has ended.
    void leave(const std::shared_ptr<InFlight>& call, const std::string& plugin);

    /// Lets nobody in from here on; waits until all have left, or `patience` is over. Those who
    /// have not.
    std::set<std::shared_ptr<InFlight>> close(std::chrono::milliseconds patience);

private:
    const Bounds bounds_;
    std::mutex mutex_;
    std::condition_variable emptied_;
    std::set<std::shared_ptr<InFlight>> in_flight_;  // guarded by mutex_
    std::map<std::string, std::size_t> of_plugin_;   // guarded by mutex_
    bool is_closed_ = false;                         // guarded by mutex_
};

}  // namespace toolhost::calls
