#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace toolhost::crypto {

/// The 32 bytes of a SHA-256 or of an HMAC over it.
using Digest = std::array<std::uint8_t, 32>;

/// SHA-256. Thread-safe.
Digest sha256(std::string_view bytes);

/// HMAC-SHA-256 (RFC 2104). Thread-safe.
Digest hmacSha256(std::string_view key, std::string_view bytes);

/// The digest as bytes, borrowed from it.
std::string_view bytesOf(const Digest& digest);

/// Whether two texts are equal; the time taken tells nothing but whether their lengths are.
bool equalInConstantTime(std::string_view one, std::string_view other);

}  // namespace toolhost::crypto
