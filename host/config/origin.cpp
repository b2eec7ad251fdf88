#include "config/origin.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace toolhost::config {
namespace {

constexpr std::size_t kHostCharactersMax = 253;

bool isAddress(int family, std::string_view text) {
    std::array<unsigned char, sizeof(in6_addr)> address{};
    return inet_pton(family, std::string(text).c_str(), address.data()) == 1;
}

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

bool isLabel(std::string_view label) {
    constexpr std::size_t kLabelCharactersMax = 63;
    return !label.empty() && label.size() <= kLabelCharactersMax &&
           std::all_of(label.begin(), label.end(), isNameCharacter);
}

/// Only digits and dots must be an address, or "127.1" would mean what the resolver likes.
bool isHostName(std::string_view text) {
    if (text.empty() || text.size() > kHostCharactersMax) return false;
    if (text.find_first_not_of("0123456789.") == std::string_view::npos) return false;
    const auto labels = base::split(text, '.');
    return std::all_of(labels.begin(), labels.end(), isLabel);
}

std::optional<std::uint16_t> parsePort(std::string_view digits) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), port);
    if (error != std::errc() || end != digits.end() || port == 0) return std::nullopt;
    return port;
}

struct Authority {
    std::string_view host;
    std::string_view port;  // with its colon, empty when there is none
};

Authority splitAuthority(std::string_view text) {
    if (!text.empty() && text.front() == '[') {
        const auto bracket = text.find(']');
        if (bracket == std::string_view::npos) return {};
        return {text.substr(1, bracket - 1), text.substr(bracket + 1)};
    }
    const auto colon = std::min(text.find(':'), text.size());
    return {text.substr(0, colon), text.substr(colon)};
}

base::Error malformed(std::string_view url) {
    return {base::quoted(url) +
            " is not http(s)://host or http(s)://host:port with nothing after it; "
            "leave out any trailing slash, path, user or query"};
}

}  // namespace

bool isHost(std::string_view text) {
    return isHostName(text) || isAddress(AF_INET, text) || isAddress(AF_INET6, text);
}

bool isLoopback(std::string_view host) {
    if (base::equalsIgnoringCase(host, "localhost") || host == "::1") return true;
    return isAddress(AF_INET, host) && host.substr(0, 4) == "127.";
}

base::Result<Origin> parseOrigin(std::string_view url) {
    const auto scheme = url.substr(0, std::min(url.find("://"), url.size()));
    if (scheme != "http" && scheme != "https") return malformed(url);
    if (scheme.size() == url.size()) return malformed(url);
    const auto text = url.substr(scheme.size() + 3);
    const auto [host, port] = splitAuthority(text);
    const bool bracketed = text.substr(0, 1) == "[";
    if (bracketed ? !isAddress(AF_INET6, host) : !isHost(host)) return malformed(url);
    if (port.empty()) return Origin{std::string(scheme), std::string(host), 0};
    const auto number = port.front() == ':' ? parsePort(port.substr(1)) : std::nullopt;
    if (!number) return malformed(url);
    return Origin{std::string(scheme), std::string(host), *number};
}

}  // namespace toolhost::config
