#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::mcp {

/// The requests that this host sent to one client and that the client has not answered
/// (elicitation, sampling, roots). Thread-safe.
class Asks {
public:
    /// Takes the result object's JSON text, or what the client said instead. Called at most once.
    using Answered = std::function<void(base::Result<std::string>)>;

    /// Notes a request that is about to be sent; gives its JSON-RPC id.
    std::uint64_t note(Answered answered);

    /// Hands the client's answer on. Nothing happens when nothing of that id (JSON text) was asked.
    void answer(std::string_view id_json, base::Result<std::string> result);

    /// Waits for that answer no longer.
    void forget(std::uint64_t id);

private:
    std::mutex mutex_;
    std::map<std::uint64_t, Answered> open_;  // guarded by mutex_
    std::uint64_t noted_ = 0;                 // guarded by mutex_
};

}  // namespace toolhost::mcp
