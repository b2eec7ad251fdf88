// How keys and signatures are written outside OpenSSL: JWK members and JOSE's fixed-length ECDSA.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/openssl.hpp"
#include "crypto/verifying_key.hpp"

namespace toolhost::crypto {

/// The algorithm this key is for; refuses kinds, curves and sizes we do not use.
base::Result<Algorithm> algorithmOf(const EVP_PKEY* key);

/// The JWK of the required members only, in the order RFC 7638 hashes them.
base::Result<std::string> requiredJwk(const EVP_PKEY* key, Algorithm algorithm);

/// Name of the digest that a signature context wants; null where the algorithm brings its own.
const char* digestNameOf(Algorithm algorithm);

/// r ‖ s of 32 bytes each from the DER that OpenSSL makes; absent when it is not that.
std::optional<std::string> joseFromDer(std::string_view der);

/// The DER that OpenSSL checks from exactly 64 bytes of r ‖ s; absent when it is not that.
std::optional<std::string> derFromJose(std::string_view jose);

}  // namespace toolhost::crypto
