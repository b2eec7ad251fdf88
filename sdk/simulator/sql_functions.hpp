#pragma once

#include <string_view>

struct sqlite3;

namespace toolhost::sim {

/// Teaches a connection what queries need beyond SQL:
/// has_word(word, text...) says whether any text holds the whole word, `word*` by prefix;
/// matches_regex(pattern, text) says whether the pattern matches all of the text.
void addSqlFunctions(sqlite3* connection);

/// Whether matches_regex takes the pattern.
bool isRegex(std::string_view pattern);

}  // namespace toolhost::sim
