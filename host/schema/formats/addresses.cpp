#include "schema/formats/addresses.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/text.hpp"

namespace toolhost::schema {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isAlphanumeric(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isHexDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isOneOf(char c, std::string_view characters) {
    return characters.find(c) != std::string_view::npos;
}

bool isDecimalByte(std::string_view text) {
    if (text.empty() || text.size() > 3 || !std::all_of(text.begin(), text.end(), isDigit)) {
        return false;
    }
    if (text.size() > 1 && text.front() == '0') return false;
    return text.size() < 3 || text <= "255";
}

/// How many 16-bit groups the text has, which may end in an IPv4 address; 0 when it is malformed.
std::size_t groupCount(std::string_view text) {
    std::size_t count = 0;
    const auto groups = base::split(text, ':');
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto group = groups[i];
        if (i + 1 == groups.size() && isIpv4(group)) return count + 2;
        const bool is_group = !group.empty() && group.size() <= 4 &&
                              std::all_of(group.begin(), group.end(), isHexDigit);
        if (!is_group) return 0;
        ++count;
    }
    return count;
}

bool isLabel(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(
               label.begin(), label.end(), [](char c) { return isAlphanumeric(c) || c == '-'; });
}

bool isAtom(std::string_view atom) {
    return !atom.empty() && std::all_of(atom.begin(), atom.end(), [](char c) {
        return isAlphanumeric(c) || isOneOf(c, "!#$%&'*+-/=?^_`{|}~");
    });
}

bool isQuotedString(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
    text = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_pair = text[i] == '\\';
        if (is_pair && ++i == text.size()) return false;
        if (text[i] < ' ' || text[i] == '\x7f' || (text[i] == '"' && !is_pair)) return false;
    }
    return true;
}

bool isLocalPart(std::string_view text) {
    if (text.starts_with('"')) return isQuotedString(text);
    const auto atoms = base::split(text, '.');
    return std::all_of(atoms.begin(), atoms.end(), isAtom);
}

bool isMailDomain(std::string_view text) {
    if (!text.starts_with('[')) return isHostname(text);
    if (!text.ends_with(']')) return false;
    const auto literal = text.substr(1, text.size() - 2);
    constexpr std::string_view kIpv6 = "IPv6:";
    return literal.starts_with(kIpv6) ? isIpv6(literal.substr(kIpv6.size())) : isIpv4(literal);
}

/// Unreserved characters and sub-delims.
bool isUriCharacter(char c) {
    return isAlphanumeric(c) || isOneOf(c, "-._~!$&'()*+,;=");
}

bool startsPercentEncoded(std::string_view text) {
    return text.size() >= 3 && text[0] == '%' && isHexDigit(text[1]) && isHexDigit(text[2]);
}

/// URI characters, percent-encodings and whatever else is allowed.
bool isUriText(std::string_view text, std::string_view also) {
    while (!text.empty()) {
        const bool is_encoded = startsPercentEncoded(text);
        const char c = text.front();
        if (!is_encoded && !isUriCharacter(c) && !isOneOf(c, also)) return false;
        text.remove_prefix(is_encoded ? 3 : 1);
    }
    return true;
}

/// "[…]" of an authority: an IPv6 address or, as "v1.…", an address of the future.
bool isIpLiteral(std::string_view text) {
    if (!text.starts_with('v')) return isIpv6(text);
    const auto dot = text.find('.');
    return dot != std::string_view::npos && dot > 1 && dot + 1 < text.size() &&
           std::all_of(text.begin() + 1, text.begin() + static_cast<long>(dot), isHexDigit) &&
           isUriText(text.substr(dot + 1), ":");
}

bool isAuthority(std::string_view text) {
    const auto at = text.rfind('@');
    if (at != std::string_view::npos && !isUriText(text.substr(0, at), ":")) return false;
    auto host = at == std::string_view::npos ? text : text.substr(at + 1);
    const auto bracket = host.rfind(']');
    const auto colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        const auto port = host.substr(colon + 1);
        if (!std::all_of(port.begin(), port.end(), isDigit)) return false;
        host = host.substr(0, colon);
    }
    if (!host.starts_with('[')) return isUriText(host, "");
    return host.ends_with(']') && isIpLiteral(host.substr(1, host.size() - 2));
}

bool isHierarchy(std::string_view text) {
    if (!text.starts_with("//")) return isUriText(text, ":@/");
    text.remove_prefix(2);
    const auto path = std::min(text.find('/'), text.size());
    return isAuthority(text.substr(0, path)) && isUriText(text.substr(path), ":@/");
}

/// Cuts off what follows the separator; whether that is well formed.
bool cutTail(std::string_view& text, char separator) {
    const auto at = text.find(separator);
    if (at == std::string_view::npos) return true;
    const auto tail = text.substr(at + 1);
    text = text.substr(0, at);
    return isUriText(tail, ":@/?");
}

bool isScheme(std::string_view text) {
    return !text.empty() && isAlphanumeric(text.front()) && !isDigit(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return isAlphanumeric(c) || isOneOf(c, "+-.");
           });
}

}  // namespace

bool isIpv4(std::string_view text) {
    const auto bytes = base::split(text, '.');
    return bytes.size() == 4 && std::all_of(bytes.begin(), bytes.end(), isDecimalByte);
}

bool isIpv6(std::string_view text) {
    constexpr std::size_t kGroups = 8;
    const auto gap = text.find("::");
    if (gap == std::string_view::npos) return groupCount(text) == kGroups;
    const auto head = text.substr(0, gap);
    const auto tail = text.substr(gap + 2);
    const std::size_t before = groupCount(head);
    const std::size_t after = groupCount(tail);
    if ((before == 0 && !head.empty()) || (after == 0 && !tail.empty())) return false;
    return !isOneOf('.', head) && before + after < kGroups;
}

bool isHostname(std::string_view text) {
    constexpr std::size_t kBytesMax = 253;
    const auto labels = base::split(text, '.');
    return text.size() <= kBytesMax && std::all_of(labels.begin(), labels.end(), isLabel);
}

bool isEmail(std::string_view text) {
    const auto at = text.rfind('@');
    return at != std::string_view::npos && isLocalPart(text.substr(0, at)) &&
           isMailDomain(text.substr(at + 1));
}

bool isUri(std::string_view text) {
    if (!cutTail(text, '#') || !cutTail(text, '?')) return false;
    const auto colon = text.find(':');
    return colon != std::string_view::npos && isScheme(text.substr(0, colon)) &&
           isHierarchy(text.substr(colon + 1));
}

bool isUriReference(std::string_view text) {
    if (isUri(text)) return true;
    if (!cutTail(text, '#') || !cutTail(text, '?')) return false;
    const bool has_colon_first = text.find(':') < text.find('/');
    return !has_colon_first && isHierarchy(text);
}

}  // namespace toolhost::schema
