#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toolhost::sim {

/// The pieces between separators; "" gives one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);
/// ASCII only; other bytes are kept.
std::string lower(std::string_view text);
/// ASCII case-insensitive comparison.
bool sameText(std::string_view a, std::string_view b);
std::string join(const std::vector<std::string>& pieces, std::string_view separator);
/// At most `characters_max` UTF-8 characters of `text`; never cuts inside one.
std::string truncated(std::string_view text, std::size_t characters_max);
/// The whole of `text` as a decimal integer.
std::optional<long long> parseInteger(std::string_view text);

}  // namespace toolhost::sim
