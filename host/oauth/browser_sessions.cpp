#include "oauth/browser_sessions.hpp"

#include <algorithm>

#include "oauth/grants.hpp"

namespace toolhost::oauth {

BrowserSessions::BrowserSessions(const Settings& settings) : settings_(settings) {}

base::Secret BrowserSessions::open(const std::string& user, base::WallTime now) {
    auto id = makeToken();
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= kSessionsMax) {
        const auto by_use = [](const auto& one, const auto& other) {
            return one.second.used < other.second.used;
        };
        entries_.erase(std::min_element(entries_.begin(), entries_.end(), by_use));
    }
    entries_.emplace(crypto::sha256(id.reveal()), Entry{{user, now}, now});
    return id;
}

std::optional<BrowserSessions::Session> BrowserSessions::find(const base::Secret& id,
                                                              base::WallTime now) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(crypto::sha256(id.reveal()));
    if (entry == entries_.end()) return std::nullopt;
    auto& [session, used] = entry->second;
    if (now - used > settings_.session_idle_lifetime ||
        now - session.signed_in > settings_.session_lifetime) {
        entries_.erase(entry);
        return std::nullopt;
    }
    used = now;
    return session;
}

void BrowserSessions::close(const base::Secret& id) {
    const std::lock_guard lock(mutex_);
    entries_.erase(crypto::sha256(id.reveal()));
}

}  // namespace toolhost::oauth
