#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "crypto/verifying_key.hpp"

namespace toolhost::identity {

/// Public keys that somebody else signs with. Immutable; thread-safe.
class JwkSet {
public:
    /// From a JWK Set (RFC 7517 §5). Keys of kinds that are not used here, or that are not for
    /// signatures, are passed over; an error when none is left.
    static base::Result<JwkSet> parse(std::string_view text);

    /// The one key of a PEM file, whatever its name.
    static JwkSet of(crypto::VerifyingKey key);

    /// The key of that name; the only one when there is one and either has no name. Null when there
    /// is none.
    [[nodiscard]] const crypto::VerifyingKey* find(std::string_view key_id) const;

private:
    std::vector<std::pair<std::string, crypto::VerifyingKey>> keys_;
};

}  // namespace toolhost::identity
