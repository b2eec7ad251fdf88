// What users let clients have, from the code that a browser carries to the refresh tokens after it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "crypto/sealer.hpp"
#include "identity/revocations.hpp"
#include "oauth/settings.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace toolhost::oauth {

/// What one consent of a user to a client is for; every token that comes of it is of its family.
struct Grant {
    std::string family;
    std::string client_id;
    std::string user;
    std::vector<std::string> scopes;
    base::WallTime granted;
};

/// What an authorization code stands for, and what redeeming it takes.
struct CodeTerms {
    Grant grant;
    std::string redirect_uri;
    /// The code_challenge (RFC 7636, S256).
    std::string challenge;
    base::WallTime expires;
    bool is_redeemed = false;
};

/// A refresh token as the database knows it.
struct RefreshTerms {
    Grant grant;
    base::WallTime expires;
    /// Since when another has taken its place; absent while it is the one.
    std::optional<base::WallTime> rotated;
    /// The answer that the rotation was given, sealed; empty once nobody may hear it again.
    std::string sealed_answer;
    bool is_revoked = false;
};

/// A refresh token that takes the place of another, and what its bearer is told.
struct Rotation {
    const base::Secret& old_token;
    const base::Secret& new_token;
    /// The whole answer, repeated for a while to whoever asks with the old token again.
    const std::string& answer;
};

/// Codes, families and refresh tokens in the database; of each code and token only the SHA-256.
/// Every change is one transaction, so that a host that is killed leaves none half done. Blocks for
/// a commit; not from the database's thread. Thread-safe; what it is given by reference outlives
/// it.
class Grants {
public:
    /// How long an old refresh token is answered with what it was answered before: an answer may
    /// be lost, and two tabs may ask at once.
    static constexpr std::chrono::seconds kGrace{10};

    static store::Migrations migrations();

    Grants(store::Database& database,
           identity::Revocations& revocations,
           crypto::Sealer sealer,
           const Settings& settings,
           std::chrono::seconds access_token_lifetime_max);

    /// A new code for these terms.
    [[nodiscard]] base::Result<base::Secret> issueCode(const CodeTerms& terms) const;

    /// The terms of a code; absent when there is none such.
    [[nodiscard]] base::Result<std::optional<CodeTerms>> findCode(const base::Secret& code) const;

    /// Spends the code and, with a refresh token, opens its family. False when somebody else has
    /// spent it before.
    [[nodiscard]] base::Result<bool> redeem(const base::Secret& code,
                                            const CodeTerms& terms,
                                            const base::Secret* refresh_token,
                                            base::WallTime now) const;

    /// The terms of a refresh token; absent when there is none such.
    [[nodiscard]] base::Result<std::optional<RefreshTerms>> findRefreshToken(
        const base::Secret& token) const;

    /// Puts one refresh token in another's place. False when somebody else has before.
    [[nodiscard]] base::Result<bool> rotate(const Rotation& rotation,
                                            const RefreshTerms& terms,
                                            base::WallTime now) const;

    /// The answer that the rotation of this token was given; refuses what is not sealed for it.
    [[nodiscard]] base::Result<std::string> openAnswer(const base::Secret& old_token,
                                                       const RefreshTerms& terms) const;

    /// Ends a family: its refresh tokens, and every access token that came of it.
    [[nodiscard]] base::Result<base::Done> revoke(std::string_view family,
                                                  base::WallTime now) const;

private:
    store::Database& database_;
    identity::Revocations& revocations_;
    const crypto::Sealer sealer_;
    const Settings settings_;
    const std::chrono::seconds access_token_lifetime_max_;
};

/// A new code or refresh token: 256 random bits in base64url.
base::Secret makeToken();

}  // namespace toolhost::oauth
