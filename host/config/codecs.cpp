#include "config/codecs.hpp"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <fstream>
#include <netinet/in.h>

#include "base/redaction.hpp"
#include "config/origin.hpp"
#include "config/secrets.hpp"

namespace toolhost::config {

base::Result<Whole::Value> Whole::parse(std::string_view text, const Environment&) const {
    Value value = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
    const bool whole = error == std::errc() && end == text.end();
    if (whole && value >= least && value <= most) return value;
    return base::Error{base::quoted(text) + " is not a whole number of " + accepts()};
}

std::string Whole::accepts() const {
    std::string range = std::to_string(least) + " to " + std::to_string(most);
    return unit.empty() ? range : range + " " + std::string(unit);
}

base::Result<Switch::Value> Switch::parse(std::string_view text, const Environment&) const {
    if (text == "true") return true;
    if (text == "false") return false;
    return base::Error{base::quoted(text) + " is neither true nor false"};
}

base::Result<Text::Value> Text::parse(std::string_view text, const Environment&) const {
    if (refuse != nullptr) {
        if (auto refused = refuse(text)) return *refused;
    }
    return std::string(text);
}

base::Result<List::Value> List::parse(std::string_view text, const Environment& environment) const {
    auto parts = base::splitList(text, ',');
    for (const auto& part : parts) {
        if (const auto parsed = item.parse(part, environment); !parsed) return parsed.error();
    }
    return parts;
}

base::Result<Directory::Value> Directory::parse(std::string_view text, const Environment&) const {
    if (text.empty()) return base::Error{"is empty; name a directory"};
    return std::filesystem::path(text);
}

base::Result<std::filesystem::path> Path::parse(std::string_view text, const Environment&) const {
    std::filesystem::path path(text);
    if (!path.empty() && !path.is_absolute()) {
        return base::Error{base::quoted(text) + " is not an absolute path; begin it with /"};
    }
    return path;
}

base::Result<KeyFile::Value> KeyFile::parse(std::string_view text,
                                            const Environment& environment) const {
    return resolveKeyFile(text, environment);
}

base::Result<SecretReference::Value> SecretReference::parse(std::string_view text,
                                                            const Environment& environment) const {
    return resolveSecret(text, environment);
}

std::string SecretReference::show(const Value& value) const {
    return value.empty() ? std::string() : std::string(base::kRedacted);
}

std::optional<base::Error> refuseNoHost(std::string_view text) {
    if (isHost(text)) return std::nullopt;
    return base::Error{base::quoted(text) + " is not a host name or an IP address"};
}

std::optional<base::Error> refuseNoOrigin(std::string_view text) {
    const auto origin = parseOrigin(text);
    return origin ? std::nullopt : std::optional(origin.error());
}

std::optional<base::Error> refuseUnsafeOrigin(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto origin = parseOrigin(text);
    if (!origin) return origin.error();
    if (origin.value().scheme == "https" || isLoopback(origin.value().host)) return std::nullopt;
    return base::Error{base::quoted(text) +
                       " sends tokens in clear over a network; use https "
                       "(http is accepted on loopback only)"};
}

std::optional<base::Error> refuseNoProxy(std::string_view text) {
    return text.empty() ? std::nullopt : refuseNoOrigin(text);
}

std::optional<base::Error> refuseNoPort(std::string_view text) {
    unsigned port = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool is_whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    if (is_whole && port >= 1 && port <= 65535) return std::nullopt;
    return base::Error{base::quoted(text) + " is not a port from 1 to 65535"};
}

std::optional<base::Error> refuseNoNetwork(std::string_view text) {
    const auto slash = text.find('/');
    const std::string address(text.substr(0, slash));
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    const bool is_four = inet_pton(AF_INET, address.c_str(), bytes.data()) == 1;
    const bool is_six = inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1;
    const std::string_view digits = slash == std::string_view::npos ? "0" : text.substr(slash + 1);
    unsigned bits = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    const bool is_whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    if ((is_four || is_six) && is_whole && bits <= (is_four ? 32U : 128U)) return std::nullopt;
    return base::Error{base::quoted(text) + " is not a network such as 10.1.0.0/16"};
}

std::optional<base::Error> refuseNoTokenField(std::string_view text) {
    constexpr std::size_t kFieldCharactersMax = 64;
    const bool is_name =
        text.size() <= kFieldCharactersMax &&
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
            std::string_view::npos;
    const bool is_taken = base::equalsIgnoringCase(text, "Authorization") ||
                          base::equalsIgnoringCase(text, "Cookie") ||
                          base::equalsIgnoringCase(text.substr(0, 4), "Mcp-");
    if (is_name && !is_taken) return std::nullopt;
    return base::Error{base::quoted(text) +
                       " is not up to 64 letters, digits and -, or means something else already"};
}

std::optional<base::Error> refuseNoPrefix(std::string_view text) {
    constexpr std::size_t kPrefixCharactersMax = 24;
    const bool plain =
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
    if (plain && text.size() <= kPrefixCharactersMax) return std::nullopt;
    return base::Error{base::quoted(text) + " is not up to 24 of a-z, 0-9 and _, as in tool names"};
}

std::optional<base::Error> refuseUnreadableFile(std::string_view text) {
    if (text.empty() || std::ifstream(std::string(text))) return std::nullopt;
    return base::Error{base::quoted(text) + " cannot be opened; check its path and mode"};
}

}  // namespace toolhost::config
