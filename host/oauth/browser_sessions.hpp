#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "crypto/digest.hpp"
#include "oauth/settings.hpp"

namespace toolhost::oauth {

/// Who is signed in at which browser. In memory: a restart signs everybody out here, and nobody out
/// of their clients. Ids are kept as digests. Bounded; thread-safe.
class BrowserSessions {
public:
    static constexpr std::size_t kSessionsMax = 10'000;

    struct Session {
        std::string user;
        base::WallTime signed_in;
    };

    explicit BrowserSessions(const Settings& settings);

    /// A session of a new id, so that nobody can have planted it; the oldest goes when there are
    /// too many.
    base::Secret open(const std::string& user, base::WallTime now);

    /// Who is signed in with this id; absent when nobody is, or was for too long or too long ago.
    std::optional<Session> find(const base::Secret& id, base::WallTime now);

    void close(const base::Secret& id);

private:
    struct Entry {
        Session session;
        base::WallTime used;
    };

    const Settings settings_;
    std::mutex mutex_;
    std::map<crypto::Digest, Entry> entries_;  // by the id's SHA-256; guarded by mutex_
};

}  // namespace toolhost::oauth
