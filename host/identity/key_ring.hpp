#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "crypto/signing_key.hpp"

namespace toolhost::identity {

/// The keys that sign access tokens: `token-signing.pem` signs; every `token-retired-*.pem` beside
/// it still checks what it once signed. Immutable and thread-safe.
class KeyRing {
public:
    /// Reads the directory (`<state_dir>/keys`), and makes an ES256 key when none signs yet.
    static base::Result<KeyRing> open(const std::filesystem::path& directory);

    /// The key that signs.
    [[nodiscard]] const crypto::SigningKey& active() const { return active_; }

    /// The key of this id, borrowed; null when the ring has none.
    [[nodiscard]] const crypto::VerifyingKey* find(std::string_view key_id) const;

    /// The public keys as a JWK Set (RFC 7517 §5), the active one first.
    [[nodiscard]] std::string jwks() const;

private:
    KeyRing(crypto::SigningKey active, std::vector<crypto::SigningKey> retired);

    crypto::SigningKey active_;
    std::vector<crypto::SigningKey> retired_;
};

}  // namespace toolhost::identity
