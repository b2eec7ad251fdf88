#define PCRE2_CODE_UNIT_WIDTH 8

#include "simulator/sql_functions.hpp"

#include <algorithm>
#include <cctype>
#include <memory>
#include <pcre2.h>
#include <sqlite3.h>

#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

std::string_view valueText(sqlite3_value* value) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

/// Letters, digits and every byte of a non-ASCII character make words.
bool isWordByte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80U || std::isalnum(byte) != 0;
}

/// Whether `word` starts at `at` and is whole there; a final `*` lets it be a prefix.
bool wordAt(std::string_view text, std::size_t at, std::string_view word) {
    const bool prefix = word.back() == '*';
    const auto wanted = prefix ? word.substr(0, word.size() - 1) : word;
    if (at > 0 && isWordByte(text[at - 1])) return false;
    if (!sameText(text.substr(at, wanted.size()), wanted)) return false;
    const auto end = at + wanted.size();
    return prefix || end == text.size() || !isWordByte(text[end]);
}

bool hasWord(std::string_view text, std::string_view word) {
    if (word.empty() || word == "*") return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (wordAt(text, at, word)) return true;
    }
    return false;
}

/// has_word(word, text...): whether any text holds the word.
void hasWordFunction(sqlite3_context* context, int count, sqlite3_value** values) {
    const auto word = count > 0 ? valueText(values[0]) : std::string_view{};
    const bool found = std::any_of(values + 1, values + std::max(count, 1), [&](auto* value) {
        return hasWord(valueText(value), word);
    });
    sqlite3_result_int(context, found ? 1 : 0);
}

struct FreeRegex {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
using Regex = std::unique_ptr<pcre2_code, FreeRegex>;

Regex compileRegex(std::string_view pattern) {
    constexpr auto kOptions =
        PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C;
    int error = 0;
    PCRE2_SIZE offset = 0;
    const auto* bytes = reinterpret_cast<PCRE2_SPTR>(pattern.data());
    return Regex(pcre2_compile(bytes, pattern.size(), kOptions, &error, &offset, nullptr));
}

/// A pattern that takes too long matches nothing.
bool matches(const pcre2_code* regex, std::string_view text) {
    constexpr std::uint32_t kStepsMax = 100'000;
    const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(
        pcre2_match_data_create_from_pattern(regex, nullptr), &pcre2_match_data_free);
    const std::unique_ptr<pcre2_match_context, decltype(&pcre2_match_context_free)> limits(
        pcre2_match_context_create(nullptr), &pcre2_match_context_free);
    pcre2_set_match_limit(limits.get(), kStepsMax);
    pcre2_set_depth_limit(limits.get(), kStepsMax);
    const auto* bytes = reinterpret_cast<PCRE2_SPTR>(text.data());
    return pcre2_match(regex, bytes, text.size(), 0, 0, match.get(), limits.get()) >= 0;
}

/// The compiled pattern is kept for the other rows of the statement.
void matchesRegexFunction(sqlite3_context* context, int, sqlite3_value** values) {
    if (sqlite3_value_type(values[1]) == SQLITE_NULL) return sqlite3_result_int(context, 0);
    auto* regex = static_cast<pcre2_code*>(sqlite3_get_auxdata(context, 0));
    if (regex == nullptr) {
        const auto free = [](void* code) { pcre2_code_free(static_cast<pcre2_code*>(code)); };
        sqlite3_set_auxdata(context, 0, compileRegex(valueText(values[0])).release(), free);
        regex = static_cast<pcre2_code*>(sqlite3_get_auxdata(context, 0));
    }
    const bool found = regex != nullptr && matches(regex, valueText(values[1]));
    sqlite3_result_int(context, found ? 1 : 0);
}

}  // namespace

bool isRegex(std::string_view pattern) {
    return compileRegex(pattern) != nullptr;
}

void addSqlFunctions(sqlite3* connection) {
    constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    sqlite3_create_function(
        connection, "has_word", -1, kPure, nullptr, hasWordFunction, nullptr, nullptr);
    sqlite3_create_function(
        connection, "matches_regex", 2, kPure, nullptr, matchesRegexFunction, nullptr, nullptr);
}

}  // namespace toolhost::sim
