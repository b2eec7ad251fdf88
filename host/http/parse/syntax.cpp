#include "http/parse/syntax.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace toolhost::http {
namespace {

constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool isAlphanumeric(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr std::array<bool, 256> kTokenBytes = [] {
    std::array<bool, 256> table{};
    for (unsigned byte = 0; byte < table.size(); ++byte) {
        const auto c = static_cast<char>(byte);
        table[byte] =
            isAlphanumeric(c) || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) < 15);
    }
    return table;
}();

bool isRegisteredName(std::string_view host) {
    return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
        return isAlphanumeric(c) || std::string_view("-._~!$&'()*+,;=").find(c) < 15;
    });
}

bool isBracketedAddress(std::string_view host) {
    return host.size() > 2 && host.front() == '[' && host.back() == ']' &&
           std::all_of(host.begin() + 1, host.end() - 1, [](char c) {
               return isAlphanumeric(c) || c == ':' || c == '.';
           });
}

std::optional<std::uint64_t> parse(std::string_view digits, int base) {
    std::uint64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, number, base);
    if (digits.empty() || error != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

}  // namespace

bool isTokenByte(char byte) {
    return kTokenBytes[static_cast<unsigned char>(byte)];
}

bool isToken(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenByte);
}

bool isFieldText(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\t';
    });
}

bool isVisible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool isAuthority(std::string_view text) {
    const auto colon = text.rfind(':');
    const auto bracket = text.rfind(']');
    const bool has_port = colon != text.npos && (bracket == text.npos || colon > bracket);
    const auto host = has_port ? text.substr(0, colon) : text;
    const auto port = has_port ? text.substr(colon + 1) : std::string_view{};
    return (isRegisteredName(host) || isBracketedAddress(host)) && port.size() <= 5 &&
           std::all_of(port.begin(), port.end(), isDigit);
}

std::optional<std::uint64_t> parseDecimal(std::string_view digits) {
    return parse(digits, 10);
}

std::optional<std::uint64_t> parseHexadecimal(std::string_view digits) {
    if (digits.size() > 16) return std::nullopt;
    return parse(digits, 16);
}

}  // namespace toolhost::http
