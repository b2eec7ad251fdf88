#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crypto/signing_key.hpp"
#include "identity/jwk_set.hpp"

namespace toolhost::identity {

/// What a JWT that somebody else issued must say; neither is empty.
struct ForeignPolicy {
    std::string issuer;
    std::string audience;
};

/// The id of the key that a token names; empty when it names none. An error for what is no token.
base::Result<std::string> keyIdOf(std::string_view token);

/// The claims of a token that those keys signed, for this audience, by this issuer, now (30 s
/// either way). The error names the first thing that is wrong and nothing of the token.
base::Result<nlohmann::json> verifyForeign(std::string_view token,
                                           const JwkSet& keys,
                                           const ForeignPolicy& policy,
                                           base::WallTime now);

/// Signs the claims, an object, as a JWT in compact form.
base::Result<std::string> signToken(const nlohmann::json& claims, const crypto::SigningKey& key);

}  // namespace toolhost::identity
