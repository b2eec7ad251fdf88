#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace toolhost::sim {

/// The bytes of unpadded base64url text; nothing when it has any other character, padding, an
/// impossible length or stray bits at its end.
std::optional<std::string> decodeBase64Url(std::string_view text);
/// The bytes of standard base64 with its padding, as Basic authentication sends it.
std::optional<std::string> decodeBase64(std::string_view text);

/// Standard base64 with padding.
std::string encodeBase64(std::string_view bytes);

}  // namespace toolhost::sim
