#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace toolhost::http {

/// Whether the byte may stand in a token: a method, a field's name (RFC 9110 §5.6.2).
bool isTokenByte(char byte);

/// Whether the text is a token; an empty one is none.
bool isToken(std::string_view text);

/// Whether a field's value may hold the text: no control characters but tabs (RFC 9110 §5.5).
bool isFieldText(std::string_view text);

/// Whether the text is visible ASCII throughout, as a request's target must be.
bool isVisible(std::string_view text);

/// Whether the text is `uri-host [ ":" port ]` (RFC 9110 §7.2): no user, no path, no space.
bool isAuthority(std::string_view text);

/// The number that digits alone write; absent for anything else, and beyond 64 bits.
std::optional<std::uint64_t> parseDecimal(std::string_view digits);

/// The same in hexadecimal, at most 16 digits.
std::optional<std::uint64_t> parseHexadecimal(std::string_view digits);

}  // namespace toolhost::http
