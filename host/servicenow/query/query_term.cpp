#include "servicenow/query/query_term.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "servicenow/query/field_path.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::string_view kWords = "123TEXTQUERY321=";
constexpr std::string_view kGroup = "123TEXTINDEXGROUP321=";
constexpr std::string_view kGoTo = "GOTO";  // what the list view puts before a search
constexpr std::string_view kRelated = "RLQUERY";
/// Longer before shorter.
constexpr std::array<std::string_view, 6> kCountComparisons = {"!=", "<=", ">=", "=", "<", ">"};
constexpr std::array<std::string_view, 3> kOnChange = {"VALCHANGES", "CHANGESFROM", "CHANGESTO"};

base::Error refuse(std::string_view term, const std::string& why) {
    return {"the condition " + base::quoted(term) + " " + why};
}

base::Error unknownOperator(std::string_view term, std::string_view field, std::string_view rest) {
    for (const auto name : kOnChange) {
        if (rest.starts_with(name)) {
            return refuse(term,
                          "has no known operator: " + std::string(name) +
                              " is for notifications, which see a change happen; query sys_audit "
                              "for changes of the past");
        }
    }
    return refuse(term,
                  "has no known operator after the field " + base::quoted(field) +
                      "; use =, !=, <, <=, >, >=, LIKE, NOT LIKE, STARTSWITH, ENDSWITH, IN, "
                      "NOT IN, BETWEEN, ISEMPTY, ISNOTEMPTY, in capitals");
}

base::Result<Term> parseSearch(std::string_view text, std::string_view prefix) {
    const auto words = text.substr(prefix.size());
    if (base::trim(words).empty()) return refuse(text, "has no words to search for");
    const auto kind = prefix == kWords ? TextSearch::Kind::Words : TextSearch::Kind::Group;
    return Term(TextSearch{kind, std::string(words)});
}

/// Reads ">=1" into the list; whether it is that.
bool readCount(std::string_view text, RelatedList& list) {
    for (const auto comparison : kCountComparisons) {
        if (!text.starts_with(comparison)) continue;
        const auto number = text.substr(comparison.size());
        const auto* const end = number.data() + number.size();
        const auto [read, error] = std::from_chars(number.data(), end, list.count);
        list.comparison = comparison;
        return error == std::errc() && read == end && list.count >= 0 &&
               std::to_string(list.count) == number;
    }
    return false;
}

std::string textOf(const TextSearch& search) {
    const auto prefix = search.kind == TextSearch::Kind::Words ? kWords : kGroup;
    return std::string(prefix) + search.text;
}

std::string textOf(const RelatedList& list) {
    std::string text = std::string(kRelated) + list.table + '.' + list.field + ',' +
                       list.comparison + std::to_string(list.count);
    if (list.is_many_to_many) text += ",m2m";
    for (const auto& group : list.conditions) {
        for (const auto& condition : group) {
            text += (&condition == &group.front() ? "^" : "^OR") + textOf(condition);
        }
    }
    return text + "^ENDRLQUERY";
}

}  // namespace

base::Result<Condition> parseCondition(std::string_view text) {
    const auto field = text.substr(0, fieldLength(text));
    if (!isFieldPath(field)) return refuse(text, "does not start with a field name");
    const auto rest = text.substr(field.size());
    const Operator* op = leadingOperator(rest);
    if (op == nullptr) return unknownOperator(text, field, rest);
    auto operand = parseOperand(*op, rest.substr(op->name.size()));
    if (!operand) return refuse(text, operand.error().what);
    return Condition{std::string(field), op, std::move(operand).value()};
}

base::Result<Term> parseTerm(std::string_view text) {
    if (text.starts_with(kGoTo)) text.remove_prefix(kGoTo.size());
    for (const auto prefix : {kWords, kGroup}) {
        if (text.starts_with(prefix)) return parseSearch(text, prefix);
    }
    auto condition = parseCondition(text);
    if (!condition) return condition.error();
    return Term(std::move(condition).value());
}

base::Result<RelatedList> parseRelatedList(std::string_view text) {
    const auto parts = base::split(text.substr(kRelated.size()), ',');
    const auto dot = parts[0].find('.');
    RelatedList list;
    list.table = parts[0].substr(0, dot);
    if (dot != std::string_view::npos) list.field = parts[0].substr(dot + 1);
    list.is_many_to_many = parts.size() == 3 && parts[2] == "m2m";
    const bool is_whole = (parts.size() == 2 || list.is_many_to_many) && isTableName(list.table) &&
                          isFieldPath(list.field) && readCount(parts[1], list);
    if (is_whole) return list;
    return refuse(text,
                  "is no related list: write RLQUERYtable.field,>=1, the conditions on that "
                  "table, and ENDRLQUERY");
}

std::vector<const Condition*> conditionsOf(const RelatedList& list) {
    std::vector<const Condition*> conditions;
    for (const auto& group : list.conditions) {
        for (const auto& condition : group) {
            conditions.push_back(&condition);
        }
    }
    return conditions;
}

std::string textOf(const Condition& condition) {
    return condition.field + std::string(condition.op->name) + textOf(condition.operand);
}

std::string textOf(const Term& term) {
    return std::visit([](const auto& each) { return textOf(each); }, term);
}

}  // namespace toolhost::servicenow
