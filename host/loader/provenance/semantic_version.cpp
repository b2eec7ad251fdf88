#include "loader/provenance/semantic_version.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "base/text.hpp"

namespace toolhost::loader {
namespace {

bool isDigits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<std::uint64_t> parseNumber(std::string_view text) {
    if (!isDigits(text) || (text.size() > 1 && text.front() == '0')) return std::nullopt;
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc()) return std::nullopt;
    return number;
}

/// Identifiers between dots; absent when one is empty or has other than letters, digits and '-'.
std::optional<std::vector<std::string>> parseIdentifiers(std::string_view text) {
    constexpr std::string_view kAllowed =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
    std::vector<std::string> identifiers;
    for (const auto part : base::split(text, '.')) {
        if (part.empty() || part.find_first_not_of(kAllowed) != std::string_view::npos)
            return std::nullopt;
        identifiers.emplace_back(part);
    }
    return identifiers;
}

bool hasLeadingZero(const std::string& identifier) {
    return identifier.size() > 1 && identifier.front() == '0' && isDigits(identifier);
}

/// Numbers by value and before words; words by their bytes.
std::strong_ordering compareIdentifiers(const std::string& one, const std::string& other) {
    const bool is_number = isDigits(one);
    if (is_number != isDigits(other)) {
        return is_number ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    if (is_number && one.size() != other.size()) return one.size() <=> other.size();
    return one.compare(other) <=> 0;
}

}  // namespace

std::optional<SemanticVersion> SemanticVersion::parse(std::string_view text) {
    SemanticVersion version;
    if (const auto plus = text.find('+'); plus != std::string_view::npos) {
        if (!parseIdentifiers(text.substr(plus + 1))) return std::nullopt;
        text = text.substr(0, plus);
    }
    if (const auto dash = text.find('-'); dash != std::string_view::npos) {
        auto identifiers = parseIdentifiers(text.substr(dash + 1));
        if (!identifiers || std::any_of(identifiers->begin(), identifiers->end(), hasLeadingZero))
            return std::nullopt;
        version.prerelease_ = std::move(*identifiers);
        text = text.substr(0, dash);
    }
    const auto parts = base::split(text, '.');
    if (parts.size() != 3) return std::nullopt;
    const auto major = parseNumber(parts[0]);
    const auto minor = parseNumber(parts[1]);
    const auto patch = parseNumber(parts[2]);
    if (!major || !minor || !patch) return std::nullopt;
    version.major_ = *major;
    version.minor_ = *minor;
    version.patch_ = *patch;
    return version;
}

std::strong_ordering SemanticVersion::operator<=>(const SemanticVersion& other) const {
    const auto numbers =
        std::tie(major_, minor_, patch_) <=> std::tie(other.major_, other.minor_, other.patch_);
    if (numbers != 0) return numbers;
    if (prerelease_.empty() != other.prerelease_.empty()) {
        return prerelease_.empty() ? std::strong_ordering::greater : std::strong_ordering::less;
    }
    const std::size_t common = std::min(prerelease_.size(), other.prerelease_.size());
    for (std::size_t index = 0; index < common; ++index) {
        const auto order = compareIdentifiers(prerelease_[index], other.prerelease_[index]);
        if (order != 0) return order;
    }
    return prerelease_.size() <=> other.prerelease_.size();
}

}  // namespace toolhost::loader
