#include "config/names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace toolhost::config {
namespace {

constexpr std::string_view kVariablePrefix = "TOOLHOST_";
constexpr std::size_t kNameCharactersMax = 64;

bool isWord(std::string_view segment) {
    return !segment.empty() && segment.front() == '<';
}

/// What the admin may put for a <word>.
struct WordRule {
    std::string_view word;
    std::string_view characters;  // any when empty
    std::string_view said;
};

constexpr std::string_view kLowerNames = "abcdefghijklmnopqrstuvwxyz0123456789_";
constexpr std::string_view kFileNames =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
constexpr std::array<WordRule, 6> kWordRules = {
    {{"<instance>", kLowerNames, "a-z, 0-9 and _"},
     {"<plugin>", kFileNames, "letters, digits, - and _"},
     {"<name>", kLowerNames, "a-z, 0-9 and _"},
     {"<key>", "", "any characters"},
     {"<user>", "", "any characters"},
     {"<os_user>", "", "any characters"}}};

std::vector<std::string_view> wordsOf(std::string_view key_name) {
    std::vector<std::string_view> words;
    for (const auto segment : base::split(key_name, '.')) {
        if (isWord(segment)) words.push_back(segment);
    }
    return words;
}

std::optional<base::Error> refuseCapture(std::string_view word, std::string_view text) {
    const auto* const rule = std::find_if(
        kWordRules.begin(), kWordRules.end(), [word](auto& each) { return each.word == word; });
    const bool known = rule->characters.empty() ||
                       text.find_first_not_of(rule->characters) == std::string_view::npos;
    if (known && !text.empty() && text.size() <= kNameCharactersMax) return std::nullopt;
    return base::Error{"no such key: " + base::quoted(text) + " cannot be " + std::string(word) +
                       ", which is 1 to 64 of " + std::string(rule->said)};
}

base::Result<NamedKey> named(const Key& key, Captures captures) {
    const auto words = wordsOf(key.name);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (auto refused = refuseCapture(words[i], captures[i])) return *refused;
    }
    std::string name = nameWith(key.name, captures);
    return NamedKey{&key, std::move(captures), std::move(name)};
}

/// A <word> takes one segment; the last one takes all that is left, dots and all.
std::optional<Captures> matchName(std::string_view key_name, std::string_view name) {
    Captures captures;
    const auto pattern = base::split(key_name, '.');
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool last = i + 1 == pattern.size();
        const auto end = last ? name.size() : name.find('.');
        if (end == std::string_view::npos) return std::nullopt;
        const auto segment = name.substr(0, end);
        if (isWord(pattern[i])) {
            captures.emplace_back(segment);
        } else if (segment != pattern[i]) {
            return std::nullopt;
        }
        name.remove_prefix(last ? end : end + 1);
    }
    return captures;
}

/// The key's name with the segments written where it has <words>: what was probably meant.
std::string likeWritten(std::string_view key_name, std::string_view name) {
    const auto written = base::split(name, '.');
    std::vector<std::string> segments;
    for (const auto segment : base::split(key_name, '.')) {
        const auto at = segments.size();
        const bool take = isWord(segment) && at < written.size() && !written[at].empty();
        segments.emplace_back(take ? written[at] : segment);
    }
    return base::join(segments, ".");
}

/// The parts of a variable's name around its <words>: {"SERVICENOW_", "_URL"}.
std::vector<std::string> literalsOf(std::string_view key_name) {
    std::vector<std::string> literals(1);
    const std::string variable = variableOf(key_name).substr(kVariablePrefix.size());
    for (std::size_t at = 0; at < variable.size(); ++at) {
        if (variable[at] != '<') {
            literals.back() += variable[at];
            continue;
        }
        at = variable.find('>', at);
        literals.emplace_back();
    }
    return literals;
}

std::optional<Captures> matchVariable(std::string_view key_name, std::string_view name) {
    const auto literals = literalsOf(key_name);
    if (name.substr(0, literals.front().size()) != literals.front()) return std::nullopt;
    name.remove_prefix(literals.front().size());
    if (literals.size() == 1) return name.empty() ? std::optional(Captures{}) : std::nullopt;
    Captures captures;
    for (std::size_t i = 1; i < literals.size(); ++i) {
        const auto& literal = literals[i];
        const bool last = i + 1 == literals.size();
        const bool fits = name.size() > literal.size();
        const auto end = !fits  ? std::string_view::npos
                         : last ? name.size() - literal.size()
                                : name.find(literal, 1);
        if (end == std::string_view::npos || name.substr(end, literal.size()) != literal) {
            return std::nullopt;
        }
        captures.push_back(base::toLower(name.substr(0, end)));
        name.remove_prefix(end + literal.size());
    }
    return captures;
}

/// Every variable that the key could be called by, its <word> guessed from what was written.
void appendVariables(const Key& key, std::string_view written, std::vector<std::string>& names) {
    const auto literals = literalsOf(key.name);
    if (literals.size() == 1) names.push_back(variableOf(key.name));
    if (literals.size() != 2) return;
    const std::string begin = std::string(kVariablePrefix) + literals.front();
    if (written.substr(0, begin.size()) != begin) return;
    for (auto at = written.find('_', begin.size()); at != std::string_view::npos;
         at = written.find('_', at + 1)) {
        names.push_back(std::string(written.substr(0, at)) + literals.back());
    }
}

}  // namespace

std::string nameWith(std::string_view key_name, const Captures& captures) {
    std::vector<std::string> segments;
    std::size_t next = 0;
    for (const auto segment : base::split(key_name, '.')) {
        segments.push_back(isWord(segment) ? captures[next++] : std::string(segment));
    }
    return base::join(segments, ".");
}

std::string variableOf(std::string_view key_name) {
    std::string variable(kVariablePrefix);
    bool in_word = false;
    for (const char c : key_name) {
        in_word = (in_word || c == '<') && c != '>';
        if (c == '.') {
            variable += '_';
        } else {
            variable += in_word ? c : static_cast<char>(std::toupper(c));
        }
    }
    return variable;
}

base::Result<NamedKey> findByName(const std::vector<Group>& groups,
                                  std::string_view name,
                                  std::string_view prefix) {
    std::vector<std::string> near;
    for (const auto& group : groups) {
        for (const auto& key : group.keys) {
            if (auto captures = matchName(key.name, name)) return named(key, *std::move(captures));
            auto candidate = likeWritten(key.name, name);
            if (candidate.rfind(prefix, 0) == 0) near.push_back(candidate.substr(prefix.size()));
        }
    }
    const auto written = name.substr(prefix.size());
    return base::Error{"no such key: " + base::quoted(written) + base::didYouMean(written, near)};
}

base::Result<NamedKey> findByVariable(const std::vector<Group>& groups, std::string_view variable) {
    struct Reading {
        const Key* key = nullptr;
        Captures captures;
        [[nodiscard]] std::size_t cost() const { return captures.empty() ? 0 : captures[0].size(); }
    };
    std::optional<Reading> best;
    std::vector<std::string> near;
    for (const auto& group : groups) {
        for (const auto& key : group.keys) {
            appendVariables(key, variable, near);
            auto captures = matchVariable(key.name, variable.substr(kVariablePrefix.size()));
            if (!captures) continue;
            Reading reading{&key, *std::move(captures)};
            if (!best || reading.cost() < best->cost()) best = std::move(reading);
        }
    }
    if (best) return named(*best->key, std::move(best->captures));
    return base::Error{"no key has this variable" + base::didYouMean(variable, near)};
}

}  // namespace toolhost::config
