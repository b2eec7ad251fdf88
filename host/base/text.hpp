#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toolhost::base {

/// Without spaces and tabs at either end (RFC 9110 OWS).
std::string_view trim(std::string_view text);

/// ASCII letters in lower case; every other byte as it is.
std::string toLower(std::string_view text);

/// Whether two texts are equal when ASCII case is ignored, as HTTP field names are.
bool equalsIgnoringCase(std::string_view one, std::string_view other);

/// The parts between separators, empty ones included.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The non-empty trimmed parts between separators.
std::vector<std::string> splitList(std::string_view text, char separator);

/// The parts with the separator between them.
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// The known name a person most likely meant (edit distance at most a third of its length),
/// absent when none is near.
std::optional<std::string> nearestName(std::string_view name,
                                       const std::vector<std::string>& known);

/// " (did you mean 'x'?)", or nothing when no known name is near.
std::string didYouMean(std::string_view name, const std::vector<std::string>& known);

/// The text with control characters, quotes and backslashes escaped, in double quotes: safe on one
/// log or error line.
std::string quoted(std::string_view text);

}  // namespace toolhost::base
