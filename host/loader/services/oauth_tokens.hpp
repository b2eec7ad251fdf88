#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/completion.hpp"
#include "base/secret.hpp"
#include "loader/services/grant_settings.hpp"
#include "loader/services/http_hosts.hpp"
#include "outbound/client.hpp"

namespace toolhost::loader {

/// A token, and until when it is used.
struct OauthToken {
    base::Secret token;
    base::SteadyTime use_until;
};

/// Reads a token endpoint's answer (RFC 6749 §5.1). The error holds nothing of it but its `error`.
base::Result<OauthToken> readOauthToken(const outbound::Outcome& answer, base::SteadyTime now);

/// The tokens of one plugin for other systems, by the names the admin gave them: fetched by
/// client_credentials, kept until shortly before they expire; all who want the same one wait for
/// one request. Made by make_shared, as a request under way keeps it. Thread-safe.
class OauthTokens : public std::enable_shared_from_this<OauthTokens> {
public:
    /// Client and clock outlive it.
    OauthTokens(std::map<std::string, OauthSettings> settings,
                outbound::Client& client,
                const base::Clock& clock);
    OauthTokens(const OauthTokens&) = delete;
    OauthTokens& operator=(const OauthTokens&) = delete;

    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] bool contains(const std::string& name) const { return slots_.contains(name); }

    /// Whether the token of that name, which there is, may be sent there.
    [[nodiscard]] bool mayGoTo(const std::string& name, const outbound::Url& url) const;

    /// Gives the token of that name, which there is.
    void get(const std::string& name, base::Completion<OauthToken> then);

    /// A server did not take that token: the next one who wants it gets another.
    void forget(const std::string& name, const base::Secret& token);

private:
    struct Slot {
        OauthSettings settings;
        HttpHosts hosts;                                    ///< of settings.hosts
        std::optional<OauthToken> kept;                     // guarded by mutex_
        std::vector<base::Completion<OauthToken>> waiting;  // guarded by mutex_; any: one is asked
    };

    void fetch(const std::string& name, const OauthSettings& settings);
    void land(const std::string& name, const base::Result<OauthToken>& fetched);

    outbound::Client& client_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Slot> slots_;  // its keys, settings and hosts are constant
};

}  // namespace toolhost::loader
