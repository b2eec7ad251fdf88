#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "identity/access_claims.hpp"
#include "identity/addresses.hpp"
#include "identity/clients.hpp"
#include "identity/key_ring.hpp"
#include "identity/principal.hpp"
#include "identity/settings.hpp"
#include "identity/token_fault.hpp"
#include "identity/verified_tokens.hpp"

namespace toolhost::identity {

/// What a token is to say.
struct TokenGrant {
    /// A user's name, or the client's id when the client speaks for itself.
    std::string subject;
    std::string client_id;
    std::vector<std::string> scopes;
    std::chrono::seconds lifetime{};
};

/// A token fresh from the key. Whoever issues it records that before handing it out.
struct IssuedToken {
    base::Secret token;
    std::string token_id;
    std::chrono::seconds lifetime{};
    std::vector<std::string> scopes;
};

/// Issues and checks this host's access tokens (RFC 9068). Thread-safe. Ring and clients outlive
/// it.
class AccessTokens {
public:
    AccessTokens(const Addresses& addresses,
                 const Settings& settings,
                 const KeyRing& keys,
                 const Clients& clients);

    /// A signed at+jwt for this host's resource. Refuses names, scopes and lifetimes that would not
    /// pass the check below.
    [[nodiscard]] base::Result<IssuedToken> issue(const TokenGrant& grant,
                                                  base::WallTime now) const;

    /// Who calls with this token, or the first thing wrong with it. The signature of a token seen
    /// within the last minute is not computed again; times and the client are looked at always.
    [[nodiscard]] Checked<Principal> verify(std::string_view token, base::WallTime now) const;

private:
    using SharedClaims = std::shared_ptr<const AccessClaims>;

    [[nodiscard]] Checked<SharedClaims> claimsOf(std::string_view token, base::WallTime now) const;
    [[nodiscard]] Checked<AccessClaims> check(std::string_view token) const;
    [[nodiscard]] Checked<Principal> principalFrom(const AccessClaims& claims) const;
    [[nodiscard]] base::Result<std::string> sign(const TokenGrant& grant,
                                                 const std::string& token_id,
                                                 base::WallTime now) const;

    ClaimsExpected expected_;
    const KeyRing& keys_;
    const Clients& clients_;
    mutable VerifiedTokens verified_;  // locks itself
};

}  // namespace toolhost::identity
