#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace toolhost::base {

/// Bytes from the kernel's generator: fit for secrets and identifiers alike. Thread-safe.
std::string randomBytes(std::size_t count);

/// 128 random bits as 32 lower-case hexadecimal digits. Thread-safe.
std::string randomHexId();

/// A ULID: 48 bits of milliseconds, 80 random bits, 26 characters that sort by time. Thread-safe.
std::string makeUlid(WallTime now);

/// Lower-case hexadecimal digits of the bytes.
std::string toHex(std::string_view bytes);

}  // namespace toolhost::base
