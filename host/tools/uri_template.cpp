#include "tools/uri_template.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "base/text.hpp"

namespace toolhost::tools {
namespace {

constexpr std::size_t kUriBytesMax = 2'048;
constexpr std::size_t kVariablesMax = 16;

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool isVariableName(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), isNameCharacter);
}

/// Absent when a percent sign is not followed by two hexadecimal digits.
std::optional<std::string> percentDecoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = base::hexValue(text[i + 1]);
        const int low = base::hexValue(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

bool endsSegment(char c) {
    return c == '/' || c == '?' || c == '#';
}

}  // namespace

base::Result<UriTemplate> UriTemplate::parse(std::string_view text) {
    if (text.size() > kUriBytesMax) return base::Error{"it is too long"};
    UriTemplate result;
    while (!text.empty()) {
        const auto open = std::min(text.find('{'), text.size());
        const auto literal = text.substr(0, open);
        if (literal.find('}') != std::string_view::npos) return base::Error{"a { is missing"};
        if (!literal.empty()) result.parts_.push_back({std::string(literal)});
        text.remove_prefix(open);
        if (text.empty()) break;
        const auto close = text.find('}');
        if (close == std::string_view::npos) return base::Error{"a } is missing"};
        const auto added =
            result.addExpression(text.substr(1, close - 1), close + 1 == text.size());
        if (!added.ok()) return added.error();
        text.remove_prefix(close + 1);
    }
    const auto count = result.variables().size();
    if (count == 0) return base::Error{"it has no variable; declare a resource instead"};
    if (count - result.query_.size() > kVariablesMax) return base::Error{"too many variables"};
    return result;
}

base::Result<base::Done> UriTemplate::addExpression(std::string_view expression, bool is_last) {
    if (expression.starts_with('?')) {
        if (is_last) return addQuery(expression.substr(1));
        return base::Error{"{?…} must be at its end"};
    }
    const bool may_cross = expression.starts_with('+');
    return addVariable(expression.substr(may_cross ? 1 : 0), may_cross);
}

base::Result<base::Done> UriTemplate::addVariable(std::string_view name, bool may_cross_segments) {
    const std::string variable(name);
    if (!isVariableName(name)) {
        return base::Error{"{" + variable + "} is none of {name}, {+name} and {?name,other}"};
    }
    if (!isNewVariable(variable)) return base::Error{"it has two variables " + variable};
    if (!parts_.empty() && parts_.back().is_variable) {
        return base::Error{"there must be some text before {" + variable + "}"};
    }
    parts_.push_back({variable, true, may_cross_segments});
    return base::Done{};
}

base::Result<base::Done> UriTemplate::addQuery(std::string_view names) {
    for (const auto name : base::split(names, ',')) {
        if (!isVariableName(name)) return base::Error{"{?…} must name variables"};
        if (!isNewVariable(std::string(name))) {
            return base::Error{"it has two variables " + std::string(name)};
        }
        query_.emplace_back(name);
    }
    return base::Done{};
}

bool UriTemplate::isNewVariable(const std::string& name) const {
    const auto known = variables();
    return std::find(known.begin(), known.end(), name) == known.end();
}

std::vector<std::string> UriTemplate::variables() const {
    std::vector<std::string> names;
    for (const auto& part : parts_) {
        if (part.is_variable) names.push_back(part.text);
    }
    names.insert(names.end(), query_.begin(), query_.end());
    return names;
}

std::optional<UriTemplate::Values> UriTemplate::match(std::string_view uri) const {
    if (uri.size() > kUriBytesMax) return std::nullopt;
    Attempt attempt;
    std::string_view path = uri;
    if (!query_.empty()) {
        path = uri.substr(0, uri.find('?'));
        if (path.size() < uri.size() && !matchQuery(uri.substr(path.size() + 1), attempt.values)) {
            return std::nullopt;
        }
    }
    if (!matchFrom(0, path, attempt)) return std::nullopt;
    return std::move(attempt.values);
}

bool UriTemplate::matchQuery(std::string_view query, Values& values) const {
    for (const auto piece : base::split(query, '&')) {
        const auto equals = piece.find('=');
        if (equals == std::string_view::npos) return false;
        const std::string name(piece.substr(0, equals));
        const auto value = percentDecoded(piece.substr(equals + 1));
        const bool is_known = std::find(query_.begin(), query_.end(), name) != query_.end();
        if (!is_known || !value || !values.emplace(name, *value).second) return false;
    }
    return true;
}

bool UriTemplate::matchFrom(std::size_t part, std::string_view rest, Attempt& attempt) const {
    if (part == parts_.size()) return rest.empty();
    if (parts_[part].is_variable) return matchVariable(part, rest, attempt);
    const std::string& literal = parts_[part].text;
    return rest.starts_with(literal) && matchFrom(part + 1, rest.substr(literal.size()), attempt);
}

bool UriTemplate::matchVariable(std::size_t part, std::string_view rest, Attempt& attempt) const {
    const Part& variable = parts_[part];
    if (attempt.dead_ends.contains({part, rest.size()})) return false;
    for (std::size_t length = 1; length <= rest.size(); ++length) {
        if (!variable.may_cross_segments && endsSegment(rest[length - 1])) break;
        if (!matchFrom(part + 1, rest.substr(length), attempt)) continue;
        auto value = percentDecoded(rest.substr(0, length));
        if (!value) continue;
        attempt.values[variable.text] = std::move(*value);
        return true;
    }
    attempt.dead_ends.emplace(part, rest.size());
    return false;
}

}  // namespace toolhost::tools
