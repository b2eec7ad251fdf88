#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace toolhost::audit {

/// A place in the chain: the number of a record, counted from 1, and its hash of 32 bytes. Number 0
/// is the place before the first record; its hash is random.
struct Link {
    std::int64_t seq = 0;
    std::string hash;
};

/// SHA-256 over "toolhost-audit/1", the previous record's hash, the length of this one's bytes (64
/// bits, most significant byte first) and the bytes.
std::string chainHash(std::string_view previous_hash, std::string_view bytes);

/// The hash that 64 lower-case hexadecimal digits write; absent when they are not that.
std::optional<std::string> hashFromHex(std::string_view digits);

}  // namespace toolhost::audit
