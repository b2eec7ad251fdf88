#include "servicenow/query/query_term.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::string_view kTextSearch = "123TEXTQUERY321=";
constexpr std::string_view kTextIndexGroup = "123TEXTINDEXGROUP321=";

/// What stands to the right of an operator.
enum class Operand {
    None,      ///< nothing
    Anything,  ///< a value, which may be empty: the field is then compared with emptiness
    Value,     ///< a value; without one ServiceNow drops the condition
    Range,     ///< low@high
    Field      ///< another field, then perhaps @ and more
};

struct Operator {
    std::string_view name;
    Operand operand;
};

/// What the platform documents for its filters. The longest that fits is taken, so that none hides
/// a longer one.
constexpr std::array kOperators = {Operator{"=", Operand::Anything},
                                   Operator{"!=", Operand::Anything},
                                   Operator{"<", Operand::Value},
                                   Operator{"<=", Operand::Value},
                                   Operator{">", Operand::Value},
                                   Operator{">=", Operand::Value},
                                   Operator{"*", Operand::Value},
                                   Operator{"!*", Operand::Value},
                                   Operator{"%", Operand::Value},
                                   Operator{"LIKE", Operand::Value},
                                   Operator{"NOT LIKE", Operand::Value},
                                   Operator{"STARTSWITH", Operand::Value},
                                   Operator{"ENDSWITH", Operand::Value},
                                   Operator{"MATCH_PAT", Operand::Value},
                                   Operator{"MATCH_RGX", Operand::Value},
                                   Operator{"BETWEEN", Operand::Range},
                                   Operator{"IN", Operand::Value},
                                   Operator{"NOT IN", Operand::Value},
                                   Operator{"ISEMPTY", Operand::None},
                                   Operator{"ISNOTEMPTY", Operand::None},
                                   Operator{"EMPTYSTRING", Operand::None},
                                   Operator{"ANYTHING", Operand::None},
                                   Operator{"SAMEAS", Operand::Field},
                                   Operator{"NSAMEAS", Operand::Field},
                                   Operator{"GT_FIELD", Operand::Field},
                                   Operator{"LT_FIELD", Operand::Field},
                                   Operator{"GT_OR_EQUALS_FIELD", Operand::Field},
                                   Operator{"LT_OR_EQUALS_FIELD", Operand::Field},
                                   Operator{"MORETHAN", Operand::Field},
                                   Operator{"LESSTHAN", Operand::Field},
                                   Operator{"DYNAMIC", Operand::Value},
                                   Operator{"IN_HIERARCHY", Operand::Value},
                                   Operator{"IN_HIERARCHY_DYNAMIC", Operand::Value},
                                   Operator{"INSTANCEOF", Operand::Value},
                                   Operator{"ON", Operand::Range},
                                   Operator{"NOTON", Operand::Range},
                                   Operator{"RELATIVEGT", Operand::Range},
                                   Operator{"RELATIVEGE", Operand::Range},
                                   Operator{"RELATIVEEE", Operand::Range},
                                   Operator{"RELATIVELE", Operand::Range},
                                   Operator{"RELATIVELT", Operand::Range},
                                   Operator{"DATEPART", Operand::Range},
                                   Operator{"DOESNOTHAVE", Operand::Value},
                                   Operator{"EXCLUDING", Operand::Value}};

bool isFieldCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// The longest operator that the text starts with.
const Operator* findOperator(std::string_view text) {
    const Operator* longest = nullptr;
    for (const auto& candidate : kOperators)
        if (text.substr(0, candidate.name.size()) == candidate.name &&
            (longest == nullptr || candidate.name.size() > longest->name.size()))
            longest = &candidate;
    return longest;
}

base::Error refuse(std::string_view term, const std::string& why) {
    return {"the condition " + base::quoted(term) + " " + why};
}

bool runsAScript(std::string_view value) {
    return base::toLower(value).find("javascript:") != std::string::npos;
}

/// What the operator has against the value; empty when nothing.
std::string objectionTo(const Operator& op, std::string_view value) {
    const std::string name(op.name);
    switch (op.operand) {
        case Operand::None:
            return value.empty() ? "" : "has a value, and " + name + " takes none";
        case Operand::Anything:
            return "";
        case Operand::Value:
            return value.empty() ? "needs a value after " + name : "";
        case Operand::Range:
            return value.find('@') == std::string_view::npos
                       ? "needs a value with '@' between its parts after " + name
                       : "";
        case Operand::Field:
            return isFieldPath(value.substr(0, value.find('@')))
                       ? ""
                       : "needs the name of another field after " + name;
    }
    return "";
}

base::Result<QueryTerm> parseSearch(std::string_view text, std::string_view prefix) {
    const auto words = text.substr(prefix.size());
    if (base::trim(words).empty()) return refuse(text, "has no words to search for");
    return QueryTerm{.kind = QueryTerm::Kind::Words,
                     .field = "",
                     .op = std::string(prefix),
                     .value = std::string(words)};
}

base::Result<QueryTerm> parseCondition(std::string_view text) {
    const auto field_end = std::find_if_not(
        text.begin(), text.end(), [](char c) { return isFieldCharacter(c) || c == '.'; });
    const auto field = text.substr(0, static_cast<std::size_t>(field_end - text.begin()));
    if (!isFieldPath(field)) return refuse(text, "does not start with a field name");
    const auto rest = text.substr(field.size());
    const Operator* op = findOperator(rest);
    if (op == nullptr)
        return refuse(text,
                      "has no known operator after the field " + base::quoted(field) +
                          "; use =, !=, <, <=, >, >=, LIKE, STARTSWITH, ENDSWITH, IN, NOT IN, "
                          "BETWEEN, ISEMPTY, ISNOTEMPTY, in capitals");
    const auto value = rest.substr(op->name.size());
    if (const auto objection = objectionTo(*op, value); !objection.empty())
        return refuse(text, objection);
    return QueryTerm{.kind = QueryTerm::Kind::Condition,
                     .field = std::string(field),
                     .op = std::string(op->name),
                     .value = std::string(value)};
}

}  // namespace

bool isFieldPath(std::string_view text) {
    const auto isName = [](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), isFieldCharacter);
    };
    const auto parts = base::split(text, '.');
    return std::all_of(parts.begin(), parts.end(), isName);
}

std::optional<std::string> QueryTerm::otherField() const {
    if (kind == Kind::Words) return std::nullopt;
    const Operator* known = findOperator(op);
    if (known == nullptr || known->operand != Operand::Field) return std::nullopt;
    return value.substr(0, value.find('@'));
}

QueryTerm searchTerm(std::string_view words) {
    return {.kind = QueryTerm::Kind::Words,
            .field = "",
            .op = std::string(kTextSearch),
            .value = std::string(words)};
}

base::Result<QueryTerm> parseQueryTerm(std::string_view text) {
    if (runsAScript(text))
        return refuse(text,
                      "holds javascript:, which this host does not send; write the value itself "
                      "(a date such as 2026-01-31 10:00:00, a sys_id, RELATIVEGT@dayofweek@ago@7)");
    for (const auto prefix : {kTextSearch, kTextIndexGroup})
        if (text.substr(0, prefix.size()) == prefix) return parseSearch(text, prefix);
    return parseCondition(text);
}

}  // namespace toolhost::servicenow
