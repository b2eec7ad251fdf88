#include "schema/patterns/ecma_pattern.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "schema/patterns/escapes.hpp"
#include "schema/text.hpp"

namespace toolhost::schema {
namespace {

constexpr std::string_view kAnyButLineTerminator = R"([^\x{a}\x{d}\x{2028}\x{2029}])";

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isNameCharacter(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::string text(const Escape& atom) {
    return atom.single ? hexEscape(*atom.single) : atom.set;
}

/// Walks the pattern once, writing PCRE2's as it goes; stops at the first thing refused.
class Translator {
public:
    explicit Translator(std::string_view pattern) : pattern_(pattern) {}

    base::Result<TranslatedPattern> run() {
        while (at_ < pattern_.size() && !refused_) {
            term();
        }
        if (refused_) return std::move(*refused_);
        return std::move(result_);
    }

private:
    void term();
    void escape();
    void backReference(std::size_t digits);
    void namedReference();
    void group();
    void namedGroup();
    void quantifier(std::size_t bytes);
    void brace();
    void characterClass();
    void classRange();
    std::optional<Escape> classAtom();

    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0';
    }
    [[nodiscard]] bool looksAt(std::string_view text) const {
        return pattern_.substr(at_, text.size()) == text;
    }
    [[nodiscard]] std::size_t countWhile(std::size_t from, bool (*accepts)(char)) const {
        const auto rest = pattern_.substr(std::min(from, pattern_.size()));
        const auto end = std::find_if_not(rest.begin(), rest.end(), accepts);
        return static_cast<std::size_t>(end - rest.begin());
    }
    void write(std::string_view pcre) { result_.pcre += pcre; }
    void copy(std::size_t bytes) {
        write(pattern_.substr(at_, bytes));
        at_ += bytes;
    }
    void replace(std::size_t bytes, std::string_view pcre) {
        write(pcre);
        at_ += bytes;
    }
    void refuse(std::string why) {
        if (!refused_) refused_ = base::Error{std::move(why)};
    }

    std::string_view pattern_;
    std::size_t at_ = 0;
    TranslatedPattern result_;
    std::optional<base::Error> refused_;
};

void Translator::term() {
    switch (peek()) {
        case '\\':
            return escape();
        case '[':
            return characterClass();
        case '(':
            return group();
        case '{':
            return brace();
        case '.':
            return replace(1, kAnyButLineTerminator);
        case '*':
        case '+':
        case '?':
            return quantifier(1);
        case '}':
        case ']':
            return replace(1, hexEscape(static_cast<unsigned char>(peek())));
        default:
            return copy(1);
    }
}

void Translator::escape() {
    const char letter = peek(1);
    if (letter == 'b' || letter == 'B') return copy(2);
    if (letter == 'k') return namedReference();
    if (letter == '0' && isDigit(peek(2))) return refuse("ECMA-262 has no octal escapes");
    if (letter != '0' && isDigit(letter)) return backReference(countWhile(at_ + 1, isDigit));
    auto escape = parseEscape(pattern_, at_);
    if (!escape) return refuse(escape.error().what);
    const auto& found = escape.value();
    replace(found.bytes, found.single ? text(found) : "[" + found.set + "]");
}

void Translator::backReference(std::size_t digits) {
    result_.is_regular = false;
    write("\\g{");
    ++at_;
    copy(digits);
    write("}");
}

void Translator::namedReference() {
    const std::size_t name = countWhile(at_ + 3, isNameCharacter);
    if (peek(2) != '<' || name == 0 || peek(3 + name) != '>') {
        return refuse("\\k must be followed by <name>");
    }
    result_.is_regular = false;
    copy(name + 4);
}

void Translator::group() {
    if (peek(1) == '*') return refuse("'(*' is not ECMA-262: there is nothing to repeat");
    if (peek(1) != '?') return copy(1);
    for (const std::string_view look : {"(?=", "(?!", "(?<=", "(?<!"}) {
        if (!looksAt(look)) continue;
        result_.is_regular = false;
        return copy(look.size());
    }
    if (looksAt("(?:")) return copy(3);
    if (looksAt("(?<")) return namedGroup();
    refuse("ECMA-262 has no group '" + std::string(pattern_.substr(at_, 3)) + "'");
}

void Translator::namedGroup() {
    const std::size_t name = countWhile(at_ + 3, isNameCharacter);
    if (name == 0 || isDigit(peek(3)) || peek(3 + name) != '>') {
        return refuse("'(?<' must be followed by a name and '>'");
    }
    copy(name + 4);
}

/// A quantifier and the '?' that makes it lazy. PCRE2 would read a '+' as making it possessive.
void Translator::quantifier(std::size_t bytes) {
    copy(bytes);
    if (peek() == '?') copy(1);
    if (peek() == '+') refuse("ECMA-262 has no possessive quantifiers");
}

/// {n}, {n,} and {n,m} quantify; any other brace stands for itself.
void Translator::brace() {
    std::size_t bytes = 1 + countWhile(at_ + 1, isDigit);
    const bool counts = bytes > 1;
    if (counts && peek(bytes) == ',') bytes += 1 + countWhile(at_ + bytes + 1, isDigit);
    if (!counts || peek(bytes) != '}') return replace(1, hexEscape('{'));
    quantifier(bytes + 1);
}

void Translator::characterClass() {
    copy(1);
    if (peek() == '^') copy(1);
    while (!refused_ && peek() != ']') {
        if (at_ >= pattern_.size()) return refuse("a '[' has no ']'");
        classRange();
    }
    copy(1);
}

void Translator::classRange() {
    const auto first = classAtom();
    const bool is_range = first && peek() == '-' && peek(1) != ']' && at_ + 1 < pattern_.size();
    if (!first) return;
    if (!is_range) return write(text(*first));
    ++at_;
    const auto last = classAtom();
    if (!last) return;
    if (!first->single || !last->single) {  // [\w-.]: no range has a set for an end
        write(text(*first) + hexEscape('-') + text(*last));
        return;
    }
    if (*first->single > *last->single) {
        return refuse("a range in a character class is out of order");
    }
    write(hexEscape(*first->single) + "-" + hexEscape(*last->single));
}

std::optional<Escape> Translator::classAtom() {
    if (peek() != '\\') {
        const CodePoint literal = codePointAt(pattern_, at_);
        at_ += literal.bytes;
        return Escape{literal.bytes, literal.value, {}};
    }
    if (peek(1) == 'b') {
        at_ += 2;
        return Escape{2, U'\b', {}};
    }
    auto escape = parseEscape(pattern_, at_);
    if (!escape) {
        refuse(escape.error().what);
        return std::nullopt;
    }
    at_ += escape.value().bytes;
    return std::move(escape).value();
}

}  // namespace

base::Result<TranslatedPattern> translateEcmaPattern(std::string_view pattern) {
    return Translator(pattern).run();
}

}  // namespace toolhost::schema
