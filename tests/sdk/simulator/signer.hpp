#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <openssl/types.h>
#include <string>

namespace toolhost::sim {

/// A throw-away RSA key that signs JWTs.
class Signer {
public:
    explicit Signer(unsigned int bits = 2'048);

    [[nodiscard]] std::string publicPem() const;
    /// header.claims.signature, signed with RS256 whatever the header says.
    [[nodiscard]] std::string sign(const nlohmann::json& header,
                                   const nlohmann::json& claims) const;

private:
    std::shared_ptr<EVP_PKEY> key_;
};

/// One key for a whole test program: making one is slow.
const Signer& testSigner();

}  // namespace toolhost::sim
