#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "boundary/call.hpp"

namespace toolhost::loader {

/// The calls a worker holds, by the ids they have on the wire. Each is retained while it is here.
/// Thread-safe.
class CallTable {
public:
    CallTable() = default;
    CallTable(const CallTable&) = delete;
    CallTable& operator=(const CallTable&) = delete;
    ~CallTable();

    std::uint64_t add(boundary::Call& call);

    [[nodiscard]] std::size_t size();

    /// The call of that id, retained for the caller; null when it is not here.
    boundary::Call* find(std::uint64_t id);

    /// Lets go of the call of that id, if it is here.
    void release(std::uint64_t id);

    /// Notes that nobody waits for a call any more; its id, or 0 when it is not here.
    std::uint64_t markCancelled(const boundary::Call& call, base::SteadyTime now);

    /// The calls that were cancelled before that time and are still here; each is named once.
    std::vector<std::uint64_t> takeOverdue(base::SteadyTime before);

    /// Everything, with the references: the caller releases them.
    std::vector<boundary::Call*> takeAll();

private:
    struct Held {
        boundary::Call* call;
        base::SteadyTime cancelled = base::SteadyTime::max();
    };

    std::mutex mutex_;
    std::uint64_t last_id_ = 0;                                     // guarded by mutex_
    std::unordered_map<std::uint64_t, Held> calls_;                 // guarded by mutex_
    std::unordered_map<const boundary::Call*, std::uint64_t> ids_;  // guarded by mutex_
};

}  // namespace toolhost::loader
