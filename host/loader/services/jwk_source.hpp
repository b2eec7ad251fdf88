#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/completion.hpp"
#include "identity/jwk_set.hpp"
#include "outbound/client.hpp"

namespace toolhost::loader {

/// The keys of one issuer: from a file, or from its URL, kept for ten minutes and asked for anew
/// when a token names one that is not among them, though not more than twice a minute. Made by
/// make_shared, as a request under way keeps it. Thread-safe.
class JwkSource : public std::enable_shared_from_this<JwkSource> {
public:
    /// Readers may outlive the source's next change.
    using Keys = std::shared_ptr<const identity::JwkSet>;

    /// Client and clock outlive it.
    JwkSource(std::string url, outbound::Client& client, const base::Clock& clock);
    /// Keys that never change.
    JwkSource(identity::JwkSet keys, outbound::Client& client, const base::Clock& clock);
    JwkSource(const JwkSource&) = delete;
    JwkSource& operator=(const JwkSource&) = delete;

    /// Gives the keys, among which that one is if the issuer has it.
    void get(const std::string& key_id, base::Completion<Keys> then);

private:
    [[nodiscard]] bool isGoodFor(const std::string& key_id) const;
    void fetch();
    void land(base::Result<identity::JwkSet> fetched);

    const std::string url_;  // empty: the keys never change
    outbound::Client& client_;
    const base::Clock& clock_;
    std::mutex mutex_;
    Keys keys_;                                    // guarded by mutex_
    std::optional<base::SteadyTime> asked_at_;     // guarded by mutex_
    std::vector<base::Completion<Keys>> waiting_;  // guarded by mutex_; any: they are asked for
};

}  // namespace toolhost::loader
