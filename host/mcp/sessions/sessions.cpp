#include "mcp/sessions/sessions.hpp"

#include <algorithm>
#include <utility>

#include "base/ids.hpp"

namespace toolhost::mcp {
namespace {

constexpr std::size_t kSessionsMax = 10'000;
constexpr std::chrono::minutes kIdleMax{30};

/// Who a session belongs to. A token may be renewed within a session; who it stands for may not
/// change.
std::string ownerKey(const identity::Principal& principal) {
    return principal.client_id + '\n' + principal.subject;
}

}  // namespace

std::string Sessions::open(const identity::Principal& owner, std::shared_ptr<Peer> peer) {
    std::string id = base::randomHexId();
    const std::lock_guard lock(mutex_);
    makeRoom();
    sessions_.emplace(id, Session{ownerKey(owner), std::move(peer), clock_.steady()});
    return id;
}

std::shared_ptr<Peer> Sessions::find(const std::string& id, const identity::Principal& caller) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(id);
    if (found == sessions_.end() || found->second.owner != ownerKey(caller)) return nullptr;
    const auto now = clock_.steady();
    if (now - found->second.last_used > kIdleMax) {
        sessions_.erase(found);
        return nullptr;
    }
    found->second.last_used = now;
    return found->second.peer;
}

bool Sessions::close(const std::string& id, const identity::Principal& caller) {
    const auto peer = find(id, caller);
    if (!peer) return false;
    {
        const std::lock_guard lock(mutex_);
        sessions_.erase(id);
    }
    peer->cancelAll();
    return true;
}

void Sessions::makeRoom() {
    const auto now = clock_.steady();
    if (sessions_.size() < kSessionsMax) return;
    std::erase_if(sessions_,
                  [now](const auto& entry) { return now - entry.second.last_used > kIdleMax; });
    if (sessions_.size() < kSessionsMax) return;
    sessions_.erase(
        std::min_element(sessions_.begin(), sessions_.end(), [](const auto& a, const auto& b) {
            return a.second.last_used < b.second.last_used;
        }));
}

}  // namespace toolhost::mcp
