#pragma once

#include <string_view>

#include "base/result.hpp"
#include "crypto/verifying_key.hpp"

namespace toolhost::crypto {

/// The key of a point on P-256, as a JWK has it (RFC 7518 §6.2.1): two coordinates of 32 bytes.
base::Result<VerifyingKey> keyFromPoint(std::string_view x, std::string_view y);

/// The key of an RSA modulus and exponent, most significant byte first (RFC 7518 §6.3.1).
base::Result<VerifyingKey> keyFromModulus(std::string_view modulus, std::string_view exponent);

}  // namespace toolhost::crypto
