#include "identity/verified_tokens.hpp"

#include <algorithm>
#include <utility>

namespace toolhost::identity {

VerifiedTokens::VerifiedTokens(std::size_t entries_max, std::chrono::seconds lifetime)
    : half_max_(std::max<std::size_t>(1, entries_max / 2)), lifetime_(lifetime) {}

std::shared_ptr<const AccessClaims> VerifiedTokens::find(const crypto::Digest& token,
                                                         base::WallTime now) {
    const std::lock_guard lock(mutex_);
    if (const auto entry = recent_.find(token); entry != recent_.end()) {
        return isFresh(entry->second, now) ? entry->second.claims : nullptr;
    }
    const auto entry = older_.find(token);
    if (entry == older_.end() || !isFresh(entry->second, now)) return nullptr;
    auto claims = entry->second.claims;
    put(token, Entry(entry->second));
    return claims;
}

void VerifiedTokens::add(const crypto::Digest& token,
                         std::shared_ptr<const AccessClaims> claims,
                         base::WallTime now) {
    const std::lock_guard lock(mutex_);
    put(token, Entry{std::move(claims), now});
}

// A clock that was set back makes an entry of the future, which is as stale as an old one.
bool VerifiedTokens::isFresh(const Entry& entry, base::WallTime now) const {
    return entry.verified <= now && now - entry.verified <= lifetime_;
}

void VerifiedTokens::put(const crypto::Digest& token, Entry entry) {
    if (recent_.size() >= half_max_) older_ = std::exchange(recent_, {});
    recent_.insert_or_assign(token, std::move(entry));
}

}  // namespace toolhost::identity
