#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <openssl/types.h>
#include <string>

namespace toolhost::sim {

/// A throw-away key that signs JWTs.
class Signer {
public:
    /// An RSA key.
    explicit Signer(unsigned int bits = 2'048);
    /// A key on the curve P-256.
    static Signer elliptic();
    /// A shared secret.
    static Signer ofSecret(const std::string& secret);

    [[nodiscard]] std::string publicPem() const;
    /// header.claims.signature, signed with RS256, ES256 or HS256 whatever the header says.
    [[nodiscard]] std::string sign(const nlohmann::json& header,
                                   const nlohmann::json& claims) const;

private:
    explicit Signer(EVP_PKEY* key);
    std::shared_ptr<EVP_PKEY> key_;
};

/// One key for a whole test program: making one is slow.
const Signer& testSigner();

}  // namespace toolhost::sim
