#include "schema/patterns/escapes.hpp"

#include <array>
#include <charconv>
#include <cstdio>

#include "base/text.hpp"
#include "schema/patterns/unicode_property.hpp"
#include "schema/text.hpp"

namespace toolhost::schema {
namespace {

// White space and line terminators of ECMA-262 §12.2, §12.3, and all else. PCRE2's own \s without
// UCP is ASCII only.
constexpr std::string_view kSpace =
    R"(\x{9}-\x{d}\x{20}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
constexpr std::string_view kNotSpace =
    R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027})"
    R"(\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";

struct SetEscape {
    char letter;
    std::string_view set;
};
constexpr std::array<SetEscape, 6> kSets = {{{'d', R"(\d)"},
                                             {'D', R"(\D)"},
                                             {'w', R"(\w)"},
                                             {'W', R"(\W)"},
                                             {'s', kSpace},
                                             {'S', kNotSpace}}};

struct ControlEscape {
    char letter;
    char32_t character;
};
constexpr std::array<ControlEscape, 6> kControls = {
    {{'t', 0x9}, {'n', 0xa}, {'v', 0xb}, {'f', 0xc}, {'r', 0xd}, {'0', 0x0}}};

constexpr char32_t kLastCodePoint = 0x10ffff;

bool isLetterOrDigit(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

base::Error refusal(std::string_view escape) {
    return {"ECMA-262 has no escape " + std::string(escape)};
}

std::optional<char32_t> hexNumber(std::string_view digits) {
    unsigned value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
    if (digits.empty() || error != std::errc() || stop != end) return std::nullopt;
    return value;
}

std::optional<char32_t> fourDigits(std::string_view pattern, std::size_t at) {
    if (pattern.substr(at, 2) != "\\u" || at + 6 > pattern.size()) return std::nullopt;
    return hexNumber(pattern.substr(at + 2, 4));
}

/// \u{…}
base::Result<Escape> bracedUnicode(std::string_view pattern, std::size_t at) {
    const auto close = pattern.find('}', at);
    if (close == std::string_view::npos) return refusal("\\u{ without }");
    const auto value = hexNumber(pattern.substr(at + 3, close - at - 3));
    const auto escape = pattern.substr(at, close + 1 - at);
    if (!value || *value > kLastCodePoint) return refusal(escape);
    return Escape{escape.size(), value, {}};
}

/// \uXXXX, a surrogate pair of two being one character.
base::Result<Escape> unicode(std::string_view pattern, std::size_t at) {
    if (pattern.substr(at + 2, 1) == "{") return bracedUnicode(pattern, at);
    const auto first = fourDigits(pattern, at);
    if (!first) return refusal("\\u without four hexadecimal digits");
    const auto second = fourDigits(pattern, at + 6);
    const bool is_pair =
        *first >= 0xd800 && *first < 0xdc00 && second && *second >= 0xdc00 && *second < 0xe000;
    if (!is_pair) return Escape{6, first, {}};
    return Escape{12, 0x10000 + ((*first - 0xd800) << 10U) + (*second - 0xdc00), {}};
}

base::Result<Escape> twoHexDigits(std::string_view pattern, std::size_t at) {
    const auto value = hexNumber(pattern.substr(at + 2, 2));
    if (!value || at + 4 > pattern.size()) return refusal("\\x without two hexadecimal digits");
    return Escape{4, value, {}};
}

base::Result<Escape> control(std::string_view pattern, std::size_t at) {
    const char letter = at + 2 < pattern.size() ? pattern[at + 2] : '\0';
    if (!isLetterOrDigit(static_cast<unsigned char>(letter)) || letter <= '9') {
        return refusal("\\c without a letter");
    }
    return Escape{3, static_cast<char32_t>(letter) % 32, {}};
}

/// \p{…} and \P{…}
base::Result<Escape> property(std::string_view pattern, std::size_t at) {
    const auto close = pattern.find('}', at);
    if (pattern.substr(at + 2, 1) != "{" || close == std::string_view::npos) {
        return refusal("\\p without {…}");
    }
    const auto expression = pattern.substr(at + 3, close - at - 3);
    const auto complement = pattern[at + 1] == 'P' ? Complement::Yes : Complement::No;
    auto set = unicodePropertySet(expression, complement);
    if (!set) return set.error();
    return Escape{close + 1 - at, std::nullopt, std::move(set).value()};
}

}  // namespace

std::string hexEscape(char32_t character) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "\\x{%x}", static_cast<unsigned>(character));
    return text.data();
}

base::Result<Escape> parseEscape(std::string_view pattern, std::size_t at) {
    if (at + 1 >= pattern.size()) return base::Error{"a backslash at the end escapes nothing"};
    const char letter = pattern[at + 1];
    for (const auto& [name, set] : kSets) {
        if (name == letter) return Escape{2, std::nullopt, std::string(set)};
    }
    for (const auto& [name, character] : kControls) {
        if (name == letter) return Escape{2, character, {}};
    }
    switch (letter) {
        case 'u':
            return unicode(pattern, at);
        case 'x':
            return twoHexDigits(pattern, at);
        case 'c':
            return control(pattern, at);
        case 'p':
        case 'P':
            return property(pattern, at);
        default:
            break;
    }
    const CodePoint literal = codePointAt(pattern, at + 1);
    if (isLetterOrDigit(literal.value)) return refusal(pattern.substr(at, 2));
    return Escape{1 + literal.bytes, literal.value, {}};
}

}  // namespace toolhost::schema
