#pragma once

#include <chrono>
#include <memory>
#include <optional>
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
#include "identity/revocations.hpp"
#include "identity/settings.hpp"
#include "identity/token_fault.hpp"
#include "identity/users.hpp"
#include "identity/verified_tokens.hpp"

namespace toolhost::identity {

/// What a token is to say.
struct TokenGrant {
    /// A user's name, or the client's id when the client speaks for itself.
    std::string subject;
    std::string client_id;
    std::vector<std::string> scopes;
    std::chrono::seconds lifetime{};
    /// Joins it to what came of the same consent; empty when it stands alone.
    std::string family{};
};

/// A token fresh from the key. Whoever issues it records that before handing it out.
struct IssuedToken {
    base::Secret token;
    std::string token_id;
    std::chrono::seconds lifetime{};
    std::vector<std::string> scopes;
};

/// Who is known, and what no longer counts.
struct Registers {
    const Clients& clients;
    const Users& users;
    const Revocations& revocations;
};

/// Issues and checks this host's access tokens (RFC 9068). Thread-safe. Ring and registers outlive
/// it.
class AccessTokens {
public:
    AccessTokens(const Addresses& addresses,
                 const Settings& settings,
                 const KeyRing& keys,
                 const Registers& registers);

    /// A signed at+jwt for this host's resource. Refuses names, scopes and lifetimes that would not
    /// pass the check below.
    [[nodiscard]] base::Result<IssuedToken> issue(const TokenGrant& grant,
                                                  base::WallTime now) const;

    /// Who calls with this token, or the first thing wrong with it. The signature of a token seen
    /// within the last minute is not computed again; times, client, user and revocations are looked
    /// at always.
    [[nodiscard]] Checked<Principal> verify(std::string_view token, base::WallTime now) const;

    /// What the token says, after the very same checks.
    [[nodiscard]] Checked<AccessClaims> inspect(std::string_view token, base::WallTime now) const;

private:
    using SharedClaims = std::shared_ptr<const AccessClaims>;
    struct Examined {
        SharedClaims claims;
        Principal principal;
    };

    [[nodiscard]] Checked<Examined> examine(std::string_view token, base::WallTime now) const;
    [[nodiscard]] Checked<SharedClaims> claimsOf(std::string_view token, base::WallTime now) const;
    [[nodiscard]] Checked<AccessClaims> check(std::string_view token) const;
    [[nodiscard]] bool isRevoked(const AccessClaims& claims) const;
    [[nodiscard]] Checked<Principal> principalFrom(const AccessClaims& claims) const;
    [[nodiscard]] Checked<std::optional<std::string>> actingUser(const AccessClaims& claims) const;
    [[nodiscard]] base::Result<std::string> sign(const TokenGrant& grant,
                                                 const std::string& token_id,
                                                 base::WallTime now) const;

    ClaimsExpected expected_;
    const KeyRing& keys_;
    const Registers registers_;
    mutable VerifiedTokens verified_;  // locks itself
};

}  // namespace toolhost::identity
