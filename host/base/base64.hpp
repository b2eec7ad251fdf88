#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace toolhost::base {

/// RFC 4648 §4, with padding.
std::string encodeBase64(std::string_view bytes);

/// RFC 4648 §5 without padding, as JOSE wants it.
std::string encodeBase64Url(std::string_view bytes);

/// Strict RFC 4648 §4: exact padding, no white space, unused bits zero. Absent when it is not that.
std::optional<std::string> decodeBase64(std::string_view text);

/// Strict RFC 4648 §5 without padding: exactly one text decodes to given bytes. Absent when it is
/// not that.
std::optional<std::string> decodeBase64Url(std::string_view text);

}  // namespace toolhost::base
