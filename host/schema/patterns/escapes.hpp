#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::schema {

/// What one escape of an ECMA-262 pattern stands for.
struct Escape {
    std::size_t bytes = 0;           ///< of the pattern, from the backslash on
    std::optional<char32_t> single;  ///< one character, or
    std::string set;                 ///< members of a PCRE2 class: `0-9`, `\p{L}`
};

/// The character or character set of the escape at `at` (a backslash). An Error for one that
/// ECMA-262 does not have. Assertions (\b, \B) and references (\1, \k<name>) are the caller's.
base::Result<Escape> parseEscape(std::string_view pattern, std::size_t at);

/// A character as PCRE2 reads it within and without a class: `\x{1f600}`.
std::string hexEscape(char32_t character);

}  // namespace toolhost::schema
