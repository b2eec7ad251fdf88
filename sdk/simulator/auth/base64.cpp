#include "simulator/auth/base64.hpp"

#include <cstdint>
#include <openssl/evp.h>

namespace toolhost::sim {

namespace {

struct Alphabet {
    char digit62;
    char digit63;
};

int digitOf(char c, Alphabet alphabet) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == alphabet.digit62) return 62;
    return c == alphabet.digit63 ? 63 : -1;
}

std::optional<std::string> decode(std::string_view text, Alphabet alphabet) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const int digit = digitOf(c, alphabet);
        if (digit < 0) return std::nullopt;
        bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>((bits >> static_cast<unsigned>(held)) & 0xFFU);
    }
    const auto stray = bits & ((1U << static_cast<unsigned>(held)) - 1U);
    if (stray != 0) return std::nullopt;
    return out;
}

}  // namespace

std::string encodeBase64(std::string_view bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // OpenSSL ends it with a zero
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                       reinterpret_cast<const unsigned char*>(bytes.data()),
                                       static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

std::optional<std::string> decodeBase64Url(std::string_view text) {
    return decode(text, {'-', '_'});
}

std::optional<std::string> decodeBase64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
    }
    return decode(text, {'+', '/'});
}

}  // namespace toolhost::sim
