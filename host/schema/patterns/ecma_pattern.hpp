#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::schema {

/// A regular expression in PCRE2's dialect.
struct TranslatedPattern {
    std::string pcre;
    bool is_regular = true;  ///< has neither look-around nor back-references
};

/// Translates an ECMA-262 pattern (unicode mode; but braces that quantify nothing and escaped
/// punctuation stand for themselves, as every browser has it) into one that PCRE2 reads the same
/// way with UTF on and UCP off. What ECMA-262 does not have is refused; what is merely unbalanced
/// or misplaced is left for PCRE2 to refuse.
base::Result<TranslatedPattern> translateEcmaPattern(std::string_view pattern);

}  // namespace toolhost::schema
