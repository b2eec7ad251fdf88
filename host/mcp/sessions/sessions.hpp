#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "identity/principal.hpp"
#include "mcp/sessions/peer.hpp"

namespace toolhost::mcp {

/// The sessions of the revisions that have them, over HTTP: in memory, bounded, bound to whoever
/// opened them, ended by DELETE or by idleness. Thread-safe.
class Sessions {
public:
    explicit Sessions(const base::Clock& clock) : clock_(clock) {}

    /// Opens one for the caller and names it: 128 random bits in visible ASCII. When the bound is
    /// reached the longest idle one gives way.
    std::string open(const identity::Principal& owner, std::shared_ptr<Peer> peer);

    /// The peer of the caller's session; null when there is none of that id, it is somebody else's,
    /// or it has been idle too long.
    std::shared_ptr<Peer> find(const std::string& id, const identity::Principal& caller);

    /// Ends the caller's session; false when find() would find none.
    bool close(const std::string& id, const identity::Principal& caller);

private:
    struct Session {
        std::string owner;
        std::shared_ptr<Peer> peer;
        base::SteadyTime last_used;
    };

    void makeRoom();

    const base::Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, Session> sessions_;  // guarded by mutex_
};

}  // namespace toolhost::mcp
