#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace toolhost::worker {

class RemoteCall;

/// The calls of this worker that somebody still holds, by id. Thread-safe.
class LiveCalls {
public:
    void add(std::uint64_t id, RemoteCall& call);
    void remove(std::uint64_t id);
    /// The call of that id, retained for the caller; null when it is gone.
    RemoteCall* find(std::uint64_t id);

private:
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, RemoteCall*> calls_;  // guarded by mutex_
};

}  // namespace toolhost::worker
