#include "config/properties.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/result.hpp"
#include "base/text.hpp"

namespace toolhost::config {
namespace {

/// A line without its end, and whether the next one continues it.
struct Line {
    std::string_view text;
    bool continues = false;
};

/// Takes the lines of a text one by one and counts them.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {}

    std::optional<Line> next() {
        if (rest_.empty()) return std::nullopt;
        const auto end = rest_.find('\n');
        auto text = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        ++number_;
        if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
        return Line{text, endsInOddBackslashes(text)};
    }

    [[nodiscard]] std::size_t number() const { return number_; }

private:
    /// "\\" at the end is an escaped backslash, "\" a continuation.
    static bool endsInOddBackslashes(std::string_view text) {
        const auto last_other = text.find_last_not_of('\\');
        const auto first = last_other == std::string_view::npos ? 0 : last_other + 1;
        return (text.size() - first) % 2 == 1;
    }

    std::string_view rest_;
    std::size_t number_ = 0;
};

bool isControl(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

bool isComment(std::string_view text) {
    return text.empty() || text.front() == '#' || text.front() == '!';
}

/// The line and those that continue it, as one.
std::string joinContinued(Line line, Lines& lines) {
    std::string whole(base::trim(line.text));
    while (line.continues) {
        whole.pop_back();
        const auto next = lines.next();
        if (!next) break;
        line = *next;
        whole += base::trim(line.text);
    }
    return whole;
}

std::optional<char> unescape(char c) {
    switch (c) {
        case '\\':
            return '\\';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        default:
            return std::nullopt;
    }
}

base::Result<std::string> unescapeValue(std::string_view text) {
    std::string value;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            value += text[at];
            continue;
        }
        const auto meant = ++at < text.size() ? unescape(text[at]) : std::nullopt;
        if (!meant) return base::Error{R"(a backslash in a value is written \\)"};
        value += *meant;
    }
    return value;
}

base::Result<Property> parseProperty(std::string_view text, std::size_t line) {
    if (std::any_of(text.begin(), text.end(), isControl)) {
        return base::Error{"holds a control character; only text is allowed"};
    }
    const auto separator = text.find_first_of("=:");
    const auto key = base::trim(text.substr(0, separator));
    if (separator == std::string_view::npos || key.empty()) {
        return base::Error{"expected 'key = value'"};
    }
    auto value = unescapeValue(base::trim(text.substr(separator + 1)));
    if (!value) return value.error();
    return Property{std::string(key), std::move(value).value(), line};
}

}  // namespace

Properties parseProperties(std::string_view text) {
    Properties result;
    Lines lines(text);
    while (const auto line = lines.next()) {
        if (isComment(base::trim(line->text))) continue;
        const std::size_t number = lines.number();
        auto property = parseProperty(joinContinued(*line, lines), number);
        if (property) {
            result.properties.push_back(std::move(property).value());
        } else {
            result.bad_lines.push_back({number, property.error().what});
        }
    }
    return result;
}

std::string escapeValue(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (c == '\\') {
            text += R"(\\)";
        } else if (c == '\n') {
            text += R"(\n)";
        } else if (c == '\r') {
            text += R"(\r)";
        } else if (c == '\t') {
            text += R"(\t)";
        } else {
            text += c;
        }
    }
    return text;
}

}  // namespace toolhost::config
