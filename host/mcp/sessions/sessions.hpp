#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "crypto/sealer.hpp"
#include "identity/principal.hpp"
#include "mcp/sessions/peer.hpp"

namespace toolhost::mcp {

/// The sessions of the revisions that have them, over HTTP: bounded, bound to whoever opened them,
/// ended by DELETE or by idleness. A session's id is sealed and says what was settled, so that a
/// session goes on when the process was started anew. Thread-safe.
class Sessions {
public:
    struct Limits {
        std::size_t sessions_max;
        std::chrono::seconds idle_max;
    };
    /// Nothing is taken up again that was opened longer ago.
    static constexpr std::chrono::hours kAgeMax{24};

    /// The clock outlives it. The sealer's key is kept with the state.
    Sessions(crypto::Sealer sealer, const base::Clock& clock, Limits limits)
        : sealer_(std::move(sealer)), clock_(clock), limits_(limits) {}

    /// Opens one for the caller and names it in visible ASCII; the peer has settled. When the bound
    /// is reached the longest idle one gives way, until its client comes back.
    base::Result<std::string> open(const identity::Principal& owner, std::shared_ptr<Peer> peer);

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

    std::shared_ptr<Peer> takeUpAgain(const std::string& id, const std::string& owner);
    [[nodiscard]] std::optional<Peer::Terms> unseal(const std::string& id,
                                                    const std::string& owner) const;
    void end(const std::string& id);
    void makeRoom();

    const crypto::Sealer sealer_;
    const base::Clock& clock_;
    const Limits limits_;
    std::mutex mutex_;
    std::unordered_map<std::string, Session> sessions_;  // guarded by mutex_
    std::set<std::string> ended_;  // guarded by mutex_: ids that are not to be taken up again
};

}  // namespace toolhost::mcp
