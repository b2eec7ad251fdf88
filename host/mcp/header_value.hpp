#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace toolhost::mcp {

/// The value behind a header: "=?base64?…?=" decoded, anything else as it is; absent when the
/// base64 is not exactly that.
std::optional<std::string> decodeHeaderValue(std::string_view value);

}  // namespace toolhost::mcp
