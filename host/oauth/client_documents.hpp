#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "identity/client.hpp"
#include "oauth/settings.hpp"
#include "outbound/client.hpp"

namespace toolhost::oauth {

/// Clients whose id is the https address of a document that describes them (OAuth client-ID
/// metadata documents). The address is a stranger's word: only hosts that the settings name are
/// asked, at public addresses, without redirects, for 2.5 s and 16 KiB at the most. Answers are
/// remembered for five minutes, failures for one. Thread-safe; what it is given by reference
/// outlives it.
class ClientDocuments {
public:
    using Found = base::Result<std::shared_ptr<const identity::Client>>;

    /// Without an outbound client there are no such clients.
    ClientDocuments(const Settings& settings,
                    outbound::Client* outbound,
                    const base::Clock& clock,
                    base::Log& log);

    /// Whether there can be any.
    [[nodiscard]] bool areTaken() const;

    /// Whether the id is an address, and so no other kind of client's.
    [[nodiscard]] bool describe(std::string_view client_id) const;

    /// The client that the document describes. Blocks for the document; those who ask for the same
    /// one at once wait for one answer. The error is fit for people.
    [[nodiscard]] Found fetch(const std::string& client_id) const;

private:
    struct Remembered {
        Found found;
        base::SteadyTime until;
    };

    [[nodiscard]] Found ask(const std::string& client_id) const;
    void remember(const std::string& client_id, const Found& found) const;

    const Settings settings_;
    outbound::Client* const outbound_;
    const base::Clock& clock_;
    base::Log& log_;
    mutable std::mutex mutex_;
    mutable std::condition_variable answered_;
    mutable std::map<std::string, Remembered> remembered_;  // guarded by mutex_
    mutable std::set<std::string> asked_;                   // under way; guarded by mutex_
};

/// Why this cannot be the address of a client's document; empty when it can.
std::string documentAddressFault(std::string_view client_id);

/// The client that a document says it is; refuses one that names another id, has a shared secret or
/// is no client that could be registered.
base::Result<identity::Client> readClientDocument(const std::string& client_id,
                                                  const std::string& json,
                                                  base::WallTime now);

}  // namespace toolhost::oauth
