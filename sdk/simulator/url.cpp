#include "simulator/url.hpp"

#include <algorithm>

#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The byte that `%xy` at `at` stands for, or -1.
int escapedByte(std::string_view text, std::size_t at) {
    if (text[at] != '%' || at + 2 >= text.size()) return -1;
    const int high = hexDigit(text[at + 1]);
    const int low = hexDigit(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool isUnreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

}  // namespace

std::string percentDecoded(std::string_view text, Plus plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const int byte = escapedByte(text, at);
        if (byte >= 0) {
            out += static_cast<char>(byte);
            at += 2;
        } else {
            out += text[at] == '+' && plus == Plus::IsBlank ? ' ' : text[at];
        }
    }
    return out;
}

std::string percentEncoded(std::string_view text) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 0x0FU];
    }
    return out;
}

Parameters Parameters::parse(std::string_view encoded) {
    Parameters parameters;
    for (const auto pair : split(encoded, '&')) {
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        const auto value = equals == std::string_view::npos ? "" : pair.substr(equals + 1);
        parameters.entries_.emplace_back(percentDecoded(pair.substr(0, equals), Plus::IsBlank),
                                         percentDecoded(value, Plus::IsBlank));
    }
    return parameters;
}

std::optional<std::string_view> Parameters::find(std::string_view name) const {
    const auto found = std::find_if(
        entries_.begin(), entries_.end(), [&](const auto& entry) { return entry.first == name; });
    if (found == entries_.end()) return std::nullopt;
    return found->second;
}

std::string_view Parameters::get(std::string_view name) const {
    return find(name).value_or("");
}

bool Parameters::isTrue(std::string_view name) const {
    return sameText(get(name), "true");
}

void Parameters::set(std::string_view name, std::string value) {
    const auto found = std::find_if(
        entries_.begin(), entries_.end(), [&](const auto& entry) { return entry.first == name; });
    if (found == entries_.end()) {
        entries_.emplace_back(name, std::move(value));
    } else {
        found->second = std::move(value);
    }
}

void Parameters::remove(std::string_view name) {
    std::erase_if(entries_, [&](const auto& entry) { return entry.first == name; });
}

std::string Parameters::encoded() const {
    std::string out;
    for (const auto& [name, value] : entries_) {
        out += (out.empty() ? "" : "&") + percentEncoded(name) + "=" + percentEncoded(value);
    }
    return out;
}

}  // namespace toolhost::sim
