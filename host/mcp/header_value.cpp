#include "mcp/header_value.hpp"

#include "base/base64.hpp"

namespace toolhost::mcp {

std::optional<std::string> decodeHeaderValue(std::string_view value) {
    constexpr std::string_view kPrefix = "=?base64?";
    constexpr std::string_view kSuffix = "?=";
    const bool is_encoded = value.size() >= kPrefix.size() + kSuffix.size() &&
                            value.substr(0, kPrefix.size()) == kPrefix &&
                            value.substr(value.size() - kSuffix.size()) == kSuffix;
    if (!is_encoded) return std::string(value);
    value.remove_prefix(kPrefix.size());
    value.remove_suffix(kSuffix.size());
    return base::decodeBase64(value);
}

}  // namespace toolhost::mcp
