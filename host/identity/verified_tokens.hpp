#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/clock.hpp"
#include "crypto/digest.hpp"
#include "identity/access_claims.hpp"

namespace toolhost::identity {

/// Remembers for a short while whose signature and form were good, by the SHA-256 of the token.
/// Bounded: when full, the entries not used for longest go first. Thread-safe.
class VerifiedTokens {
public:
    VerifiedTokens(std::size_t entries_max, std::chrono::seconds lifetime);

    /// The claims remembered for the token, null when there are none or they are too old. Shared,
    /// since they may be dropped while the caller reads them.
    std::shared_ptr<const AccessClaims> find(const crypto::Digest& token, base::WallTime now);

    void add(const crypto::Digest& token,
             std::shared_ptr<const AccessClaims> claims,
             base::WallTime now);

private:
    struct Entry {
        std::shared_ptr<const AccessClaims> claims;
        base::WallTime verified;
    };
    // SHA-256 is uniform, and only tokens we signed get in: its first bytes are hash enough.
    struct FirstBytes {
        std::size_t operator()(const crypto::Digest& digest) const {
            std::size_t hash = 0;
            std::memcpy(&hash, digest.data(), sizeof hash);
            return hash;
        }
    };
    using Entries = std::unordered_map<crypto::Digest, Entry, FirstBytes>;

    [[nodiscard]] bool isFresh(const Entry& entry, base::WallTime now) const;
    void put(const crypto::Digest& token, Entry entry);

    const std::size_t half_max_;
    const std::chrono::seconds lifetime_;
    std::mutex mutex_;
    Entries recent_;  // guarded by mutex_
    Entries older_;   // guarded by mutex_; what recent_ was before it was last full
};

}  // namespace toolhost::identity
