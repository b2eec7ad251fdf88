#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "crypto/openssl.hpp"
#include "crypto/verifying_key.hpp"

namespace toolhost::crypto {

/// A private key that signs in JOSE form: token signing (ES256), assertions for ServiceNow (RS256),
/// audit checkpoints (Ed25519). Immutable and thread-safe; never leaves the process but by save().
class SigningKey {
public:
    /// A new random key; RSA keys get 2048 bits.
    static base::Result<SigningKey> generate(Algorithm algorithm);

    /// From PEM text, PKCS#8 or traditional, not encrypted. The key is tried once before it is
    /// given out.
    static base::Result<SigningKey> fromPem(const base::Secret& pem);

    /// From a PEM file that only its owner can read.
    static base::Result<SigningKey> load(const std::filesystem::path& file);

    /// The key kept in the file; generated and saved when there is no such file.
    static base::Result<SigningKey> ensure(const std::filesystem::path& file, Algorithm algorithm);

    /// Writes PKCS#8 PEM of mode 0600; refuses to replace a file.
    [[nodiscard]] base::Result<base::Done> save(const std::filesystem::path& file) const;

    /// The signature over the bytes: r and s (64 bytes) for ES256, the modulus' length for RS256,
    /// 64 bytes for Ed25519.
    [[nodiscard]] base::Result<std::string> sign(std::string_view bytes) const;

    [[nodiscard]] const VerifyingKey& verifyingKey() const { return verifying_key_; }
    [[nodiscard]] Algorithm algorithm() const { return verifying_key_.algorithm(); }
    /// RFC 7638 thumbprint in base64url.
    [[nodiscard]] const std::string& id() const { return verifying_key_.id(); }

private:
    SigningKey(KeyPointer key, DigestContextPointer signing, VerifyingKey verifying_key);
    static base::Result<SigningKey> fromKey(KeyPointer key);

    KeyPointer key_;
    DigestContextPointer signing_;  // copied for each signature
    VerifyingKey verifying_key_;
};

}  // namespace toolhost::crypto
