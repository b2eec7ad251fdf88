#pragma once

#include <memory>
#include <openssl/types.h>
#include <string>
#include <string_view>

namespace toolhost::sim {

/// What a client's assertions are signed with: an RSA key of at least 2048 bits (RS256, RS384,
/// RS512), an elliptic curve key (ES256, ES384, ES512) or a shared secret (HS256, HS384, HS512).
/// Immutable; any thread may verify with it.
class SignatureKey {
public:
    /// Reads a PEM public key or certificate. Throws std::runtime_error saying what is wrong.
    static SignatureKey parse(std::string_view pem);
    /// A shared secret of at least 32 bytes. Throws std::runtime_error when it is shorter.
    static SignatureKey ofSecret(std::string secret);

    /// The certificate it was read from, else one made for it, good through this century, that a
    /// key nobody keeps has signed: PEM text. Only for keys, not for shared secrets.
    [[nodiscard]] std::string certificate() const;
    /// Empty when it is a key.
    [[nodiscard]] const std::string& sharedSecret() const { return secret_; }

    /// Whether keys of this type sign by that JWS algorithm.
    [[nodiscard]] bool knows(std::string_view algorithm) const;
    /// Whether `signature` is this key's signature of `text` by an algorithm it knows.
    [[nodiscard]] bool verifies(std::string_view text,
                                std::string_view signature,
                                std::string_view algorithm) const;

private:
    SignatureKey() = default;
    [[nodiscard]] bool verifiesByMac(std::string_view text,
                                     std::string_view signature,
                                     const EVP_MD* digest) const;

    std::shared_ptr<EVP_PKEY> key_;  // shared so that settings can be copied; never changed
    std::string secret_;             // instead of a key
    std::string certificate_;        // it was read from, or empty
};

}  // namespace toolhost::sim
