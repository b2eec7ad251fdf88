#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "identity/access_tokens.hpp"
#include "identity/addresses.hpp"
#include "identity/revocations.hpp"
#include "identity/users.hpp"
#include "oauth/client_authenticator.hpp"
#include "oauth/exchange.hpp"
#include "oauth/grants.hpp"
#include "oauth/witness.hpp"

namespace toolhost::oauth {

/// Takes tokens back (POST /oauth/revoke, RFC 7009) and tells what they are (POST
/// /oauth/introspect, RFC 7662), by the very checks that /mcp makes. A client has to do with its
/// own tokens only, unless it is registered to ask about others'. Blocks; thread-safe; what it is
/// given by reference outlives it.
class TokenStatus {
public:
    struct Parts {
        const identity::Addresses& addresses;
        const ClientAuthenticator& authenticator;
        const identity::AccessTokens& access_tokens;
        const identity::Users& users;
        identity::Revocations& revocations;
        const Grants& grants;
        const Witness& witness;
        const base::Clock& clock;
    };

    explicit TokenStatus(const Parts& parts);

    /// 200 without a word when the token is dead afterwards, or never was this client's; 503 when
    /// that could not be made to last.
    [[nodiscard]] Response revoke(const Request& request) const;

    /// {"active": false} for whatever this client may not use or know.
    [[nodiscard]] Response introspect(const Request& request) const;

private:
    struct Question {
        std::shared_ptr<const identity::Client> client;
        base::Secret token;
        base::WallTime now;
    };
    /// What is known of a live token.
    struct Known {
        std::string client_id;
        std::string description;  ///< what introspection tells, JSON
        std::string revocable;    ///< the id under which it is revoked
        base::WallTime ends;
        bool is_family = false;
    };

    [[nodiscard]] std::variant<Question, Refusal> read(const Request& request,
                                                       std::string_view type) const;
    [[nodiscard]] std::optional<Known> findAccessToken(const Question& question) const;
    [[nodiscard]] std::optional<Known> findRefreshToken(const Question& question) const;
    [[nodiscard]] std::optional<Known> find(const Question& question) const;
    void note(const Question& question,
              std::string_view type,
              audit::Outcome outcome,
              const std::optional<Known>& known) const;

    const identity::Addresses addresses_;
    const ClientAuthenticator& authenticator_;
    const identity::AccessTokens& access_tokens_;
    const identity::Users& users_;
    identity::Revocations& revocations_;
    const Grants& grants_;
    const Witness& witness_;
    const base::Clock& clock_;
};

}  // namespace toolhost::oauth
