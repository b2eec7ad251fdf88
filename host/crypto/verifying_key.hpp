#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/openssl.hpp"

namespace toolhost::crypto {

/// How a key signs. A key has exactly one algorithm, told by the key and never by what it signed.
enum class Algorithm {
    Es256,   ///< ECDSA on P-256 with SHA-256
    Rs256,   ///< RSASSA-PKCS1-v1_5 with SHA-256, modulus of 2048 to 8192 bits
    Ed25519  ///< EdDSA on Curve25519
};

/// The JOSE name: "ES256", "RS256", "EdDSA" (RFC 7518 §3.1, RFC 8037 §3.1).
std::string_view nameOf(Algorithm algorithm);

/// The public half of a key: what checks signatures and what a JWKS publishes. Immutable and
/// thread-safe.
class VerifyingKey {
public:
    /// From "-----BEGIN PUBLIC KEY-----" text; refuses other curves and RSA moduli out of bounds.
    static base::Result<VerifyingKey> fromPem(std::string_view pem);

    /// From the 32 bytes of an Ed25519 public key (RFC 8032 §5.1.5).
    static base::Result<VerifyingKey> fromEd25519(std::string_view public_key);

    /// From any OpenSSL key; shares it.
    static base::Result<VerifyingKey> fromKey(EVP_PKEY* key);

    /// Whether the signature, in JOSE form (ECDSA: r and s, 64 bytes), was made over the bytes.
    [[nodiscard]] bool verifies(std::string_view bytes, std::string_view signature) const;

    [[nodiscard]] Algorithm algorithm() const { return algorithm_; }
    /// RFC 7638 thumbprint of the public key in base64url.
    [[nodiscard]] const std::string& id() const { return id_; }
    /// The public key as a JSON Web Key (RFC 7517) with kid, alg and use.
    [[nodiscard]] const std::string& publicJwk() const { return public_jwk_; }

private:
    VerifyingKey(DigestContextPointer verification,
                 Algorithm algorithm,
                 const std::string& required_jwk);

    // Set up once; each check copies it, which costs far less than setting one up.
    DigestContextPointer verification_;
    Algorithm algorithm_;
    std::string id_;
    std::string public_jwk_;
};

}  // namespace toolhost::crypto
