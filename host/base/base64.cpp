#include "base/base64.hpp"

#include <array>
#include <cstdint>

namespace toolhost::base {
namespace {

constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoDigit = 0xff;

using Digits = std::array<std::uint8_t, 256>;

constexpr Digits digitsOf(std::string_view alphabet) {
    Digits digits{};
    for (auto& digit : digits) {
        digit = kNoDigit;
    }
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return digits;
}

constexpr Digits kStandardDigits = digitsOf(kStandard);
constexpr Digits kUrlDigits = digitsOf(kUrl);

std::string encode(std::string_view bytes, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char byte : bytes) {
        bits = (bits << 8U) | static_cast<unsigned char>(byte);
        for (held += 8; held >= 6; held -= 6) {
            text += alphabet[(bits >> (held - 6)) & 63U];
        }
    }
    if (held > 0) text += alphabet[(bits << (6 - held)) & 63U];
    return text;
}

std::optional<std::string> decode(std::string_view text, const Digits& digits) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const std::uint8_t digit = digits[static_cast<unsigned char>(c)];
        if (digit == kNoDigit) return std::nullopt;
        bits = (bits << 6U) | digit;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>((bits >> held) & 255U);
    }
    const bool unused_bits_set = (bits & ((1U << held) - 1U)) != 0;
    if (unused_bits_set) return std::nullopt;
    return bytes;
}

}  // namespace

std::string encodeBase64(std::string_view bytes) {
    std::string text = encode(bytes, kStandard);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::string encodeBase64Url(std::string_view bytes) {
    return encode(bytes, kUrl);
}

std::optional<std::string> decodeBase64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    for (int padding = 0; padding < 2 && !text.empty() && text.back() == '='; ++padding) {
        text.remove_suffix(1);
    }
    return decode(text, kStandardDigits);
}

std::optional<std::string> decodeBase64Url(std::string_view text) {
    return decode(text, kUrlDigits);
}

}  // namespace toolhost::base
