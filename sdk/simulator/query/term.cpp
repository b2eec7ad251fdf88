#include "simulator/query/term.hpp"

#include <array>

#include "simulator/refusals.hpp"

namespace toolhost::sim {

namespace {

struct Spelling {
    std::string_view text;
    Operator op;
};

// A spelling stands before every other that is a prefix of it.
constexpr std::array kSpellings{
    Spelling{"GT_OR_EQUALS_FIELD", Operator::AtLeastField},
    Spelling{"LT_OR_EQUALS_FIELD", Operator::AtMostField},
    Spelling{"GT_FIELD", Operator::GreaterThanField},
    Spelling{"LT_FIELD", Operator::LessThanField},
    Spelling{"MORETHAN", Operator::MoreThan},
    Spelling{"LESSTHAN", Operator::LessThan},
    Spelling{"RELATIVE", Operator::Relative},
    Spelling{"DATEPART", Operator::DatePart},
    Spelling{"DYNAMIC", Operator::Dynamic},
    Spelling{"MATCH_PAT", Operator::MatchPattern},
    Spelling{"MATCH_RGX", Operator::MatchRegex},
    Spelling{"IN_HIERARCHY_DYNAMIC", Operator::InHierarchyDynamic},
    Spelling{"IN_HIERARCHY", Operator::InHierarchy},
    Spelling{"NOT ON", Operator::NotOn},
    Spelling{"NOTON", Operator::NotOn},
    Spelling{"NOT LIKE", Operator::Lacks},
    Spelling{"NOT IN", Operator::NotIn},
    Spelling{"ISNOTEMPTY", Operator::IsNotEmpty},
    Spelling{"ISEMPTY", Operator::IsEmpty},
    Spelling{"EMPTYSTRING", Operator::EmptyString},
    Spelling{"INSTANCEOF", Operator::InstanceOf},
    Spelling{"STARTSWITH", Operator::StartsWith},
    Spelling{"ENDSWITH", Operator::EndsWith},
    Spelling{"NSAMEAS", Operator::DiffersFrom},
    Spelling{"SAMEAS", Operator::SameAs},
    Spelling{"ANYTHING", Operator::Anything},
    Spelling{"BETWEEN", Operator::Between},
    Spelling{"LIKE", Operator::Contains},
    Spelling{"IN", Operator::In},
    Spelling{"ON", Operator::On},
    Spelling{"!=", Operator::Differs},
    Spelling{"!*", Operator::Lacks},
    Spelling{"<=", Operator::AtMost},
    Spelling{">=", Operator::AtLeast},
    Spelling{"=", Operator::Equals},
    Spelling{"<", Operator::Less},
    Spelling{">", Operator::Greater},
    Spelling{"*", Operator::Contains},
    Spelling{"%", Operator::EndsWith},
};

// Conditions of notifications, which look at a change; a list of records has none to look at.
constexpr std::array<std::string_view, 5> kNotSimulated{
    "VALCHANGES",
    "CHANGESTO",
    "CHANGESFROM",
    "EXCLUDING",
    "DOESNOTHAVE",
};

constexpr std::string_view kTextSearch = "123TEXTQUERY321=";
constexpr std::string_view kIndexGroup = "123TEXTINDEXGROUP321=";

Refusal unsupportedOperator(std::string_view op, std::string_view term) {
    return refusals::notSimulated(
        "operator " + std::string(op),
        "The term '" + std::string(term) +
            "' is valid on an instance, but this simulator does not evaluate it. See what it "
            "does not simulate in its FIDELITY.md.");
}

bool isFieldByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

std::size_t fieldLength(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && isFieldByte(text[length])) {
        ++length;
    }
    return length;
}

/// What the platform knows beyond plain fields, by how the term begins.
std::optional<std::string_view> unsupportedStart(std::string_view text) {
    for (const std::string_view start : {"variables.", "sys_tags"}) {
        if (text.starts_with(start)) return start;
    }
    return std::nullopt;
}

Result<std::optional<Term>> parseComparison(std::string_view text, std::size_t length) {
    const auto rest = text.substr(length);
    for (const auto& op : kNotSimulated) {
        if (rest.starts_with(op)) return unsupportedOperator(op, text);
    }
    for (const auto& spelling : kSpellings) {
        if (!rest.starts_with(spelling.text)) continue;
        const auto value = rest.substr(spelling.text.size());
        return std::optional<Term>(
            Term{std::string(text.substr(0, length)), spelling.op, std::string(value), {}});
    }
    return std::optional<Term>();
}

}  // namespace

Result<std::optional<Term>> parseTerm(std::string_view text) {
    if (text.starts_with("GOTO")) text.remove_prefix(4);
    if (text.starts_with(kTextSearch)) {
        return std::optional<Term>(
            Term{"", Operator::TextSearch, std::string(text.substr(kTextSearch.size())), {}});
    }
    // Which text index is searched makes no difference here: there is one.
    if (text.starts_with(kIndexGroup)) {
        return std::optional<Term>(Term{"", Operator::TextSearch, "", {}});
    }
    if (const auto start = unsupportedStart(text)) return unsupportedOperator(*start, text);
    const auto length = fieldLength(text);
    if (length == 0) return std::optional<Term>();
    return parseComparison(text, length);
}

}  // namespace toolhost::sim
