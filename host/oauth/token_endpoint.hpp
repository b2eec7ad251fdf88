#pragma once

#include <chrono>
#include <optional>

#include "base/clock.hpp"
#include "identity/addresses.hpp"
#include "identity/client.hpp"
#include "identity/settings.hpp"
#include "oauth/client_authenticator.hpp"
#include "oauth/exchange.hpp"
#include "oauth/form.hpp"
#include "oauth/refusal.hpp"
#include "oauth/token_issuer.hpp"
#include "oauth/user_grants.hpp"

namespace toolhost::oauth {

/// POST /oauth/token (RFC 6749 §3.2): gives a client a token of its own for its credentials, or a
/// user's for a code or a refresh token (RFC 8707, RFC 7636). Thread-safe. What it is given by
/// reference outlives it.
class TokenEndpoint {
public:
    struct Parts {
        const identity::Addresses& addresses;
        const identity::Settings& settings;
        const ClientAuthenticator& authenticator;
        const UserGrants& user_grants;
        const TokenIssuer& issuer;
        const base::Clock& clock;
    };

    explicit TokenEndpoint(const Parts& parts);

    /// Answers once, perhaps later; a token not before the audit trail has it on disk.
    void handle(const Request& request, const Respond& respond) const;

private:
    /// A request of a client that has shown who it is.
    struct Known {
        ClientRequestForm request;
        std::shared_ptr<const identity::Client> client;
        TokenOrder order;
    };

    [[nodiscard]] std::variant<Known, Refusal> recognize(const Request& request) const;
    void giveOwnToken(Known known, const Respond& respond) const;
    void giveUserToken(const Known& known, const Respond& respond) const;
    [[nodiscard]] Refusal deny(const TokenOrder& order, Refusal refusal) const;
    [[nodiscard]] std::optional<Refusal> ownTokenFault(Known& known) const;
    [[nodiscard]] Response refused(const Refusal& refusal) const;

    const identity::Addresses addresses_;
    const std::chrono::seconds client_token_lifetime_;
    const std::chrono::seconds user_token_lifetime_;
    const ClientAuthenticator& authenticator_;
    const UserGrants& user_grants_;
    const TokenIssuer& issuer_;
    const base::Clock& clock_;
};

}  // namespace toolhost::oauth
