#include "loader/provenance/dotted_version.hpp"

#include <charconv>

namespace toolhost::loader {

std::optional<DottedVersion> DottedVersion::parse(std::string_view text, std::string_view& rest) {
    DottedVersion version;
    const char* const end = text.data() + text.size();
    const auto major = std::from_chars(text.data(), end, version.major);
    if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return std::nullopt;
    const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
    if (minor.ec != std::errc()) return std::nullopt;
    rest = text.substr(static_cast<std::size_t>(minor.ptr - text.data()));
    return version;
}

std::optional<DottedVersion> DottedVersion::parse(std::string_view text) {
    std::string_view rest;
    return parse(text, rest);
}

}  // namespace toolhost::loader
