#include "audit/chain.hpp"

#include "crypto/digest.hpp"

namespace toolhost::audit {
namespace {

constexpr std::string_view kDomain = "toolhost-audit/1";

void appendLength(std::string& text, std::uint64_t length) {
    for (int shift = 56; shift >= 0; shift -= 8) {
        text += static_cast<char>((length >> static_cast<unsigned>(shift)) & 0xffU);
    }
}

/// The digit's value; absent when it is none.
std::optional<unsigned> valueOf(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10U;
    return std::nullopt;
}

}  // namespace

std::string chainHash(std::string_view previous_hash, std::string_view bytes) {
    std::string hashed;
    hashed.reserve(kDomain.size() + previous_hash.size() + sizeof(std::uint64_t) + bytes.size());
    hashed += kDomain;
    hashed += previous_hash;
    appendLength(hashed, bytes.size());
    hashed += bytes;
    return std::string(crypto::bytesOf(crypto::sha256(hashed)));
}

std::optional<std::string> hashFromHex(std::string_view digits) {
    if (digits.size() != 2 * sizeof(crypto::Digest)) return std::nullopt;
    std::string hash;
    for (; !digits.empty(); digits.remove_prefix(2)) {
        const auto high = valueOf(digits[0]);
        const auto low = valueOf(digits[1]);
        if (!high || !low) return std::nullopt;
        hash += static_cast<char>(*high << 4U | *low);
    }
    return hash;
}

}  // namespace toolhost::audit
