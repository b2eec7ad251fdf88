#include "config/codecs.hpp"

#include <charconv>
#include <fstream>

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
    if (refuse != nullptr)
        if (auto refused = refuse(text)) return *refused;
    return std::string(text);
}

base::Result<List::Value> List::parse(std::string_view text, const Environment& environment) const {
    auto parts = base::splitList(text, ',');
    for (const auto& part : parts)
        if (const auto parsed = item.parse(part, environment); !parsed) return parsed.error();
    return parts;
}

base::Result<Directory::Value> Directory::parse(std::string_view text, const Environment&) const {
    if (text.empty()) return base::Error{"is empty; name a directory"};
    return std::filesystem::path(text);
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
