#pragma once

#include <memory>
#include <openssl/types.h>
#include <string_view>

namespace toolhost::sim {

/// An RSA public key of at least 2048 bits. Immutable; any thread may verify with it.
class RsaKey {
public:
    /// Reads a PEM public key or certificate. Throws std::runtime_error saying what is wrong.
    static RsaKey parse(std::string_view pem);

    /// Whether `signature` is this key's RSASSA-PKCS1-v1_5 SHA-256 signature of `text` (RS256).
    [[nodiscard]] bool verifies(std::string_view text, std::string_view signature) const;

private:
    explicit RsaKey(EVP_PKEY* key);

    std::shared_ptr<EVP_PKEY> key_;  // shared so that settings can be copied; never changed
};

}  // namespace toolhost::sim
