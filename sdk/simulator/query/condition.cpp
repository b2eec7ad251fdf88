#include "simulator/query/condition.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "simulator/database.hpp"
#include "simulator/query/date_condition.hpp"
#include "simulator/query/reference_condition.hpp"
#include "simulator/refusals.hpp"
#include "simulator/sql_functions.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

std::string likePattern(std::string_view before, std::string_view text, std::string_view after) {
    std::string pattern(before);
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern.append(after);
}

/// SQLite takes no longer ones; no column holds as long a text either.
constexpr std::size_t kPatternBytesMax = 50'000;

Compiled like(const Operand& operand, std::string pattern) {
    if (pattern.size() > kPatternBytesMax) return compiled("0");
    return compiled(operand.sql + " LIKE ? ESCAPE '\\'", {std::move(pattern)});
}

Compiled lacks(const Operand& operand, std::string pattern) {
    if (pattern.size() > kPatternBytesMax) return compiled(operand.sql + " IS NOT NULL");
    return compiled(operand.sql + " NOT LIKE ? ESCAPE '\\'", {std::move(pattern)});
}

/// The spelling in which values of this kind are stored.
std::string stored(const Column& column, std::string_view value) {
    if (column.kind != Kind::Boolean) return std::string(value);
    return sameText(value, "true") || value == "1" || sameText(value, "yes") ? "true" : "false";
}

bool meansEmpty(std::string_view value) {
    return value.empty() || value == "NULL";
}

Compiled equals(const Operand& operand, std::string_view value) {
    if (meansEmpty(value)) return compiled(operand.sql + " IS NULL");
    return compiled(operand.sql + " = ?", {stored(*operand.column, value)});
}

/// On a boolean empty counts as different; elsewhere rows without a value are left out, unless a
/// property says otherwise.
Compiled differs(const QueryScope& scope, const Operand& operand, std::string_view value) {
    if (meansEmpty(value)) return compiled(operand.sql + " IS NOT NULL");
    const bool empty_too = operand.column->kind == Kind::Boolean ||
                           scope.properties.isTrue(properties::kDiffersMatchesEmpty);
    return compiled(empty_too ? "(" + operand.sql + " != ? OR " + operand.sql + " IS NULL)"
                              : operand.sql + " != ?",
                    {stored(*operand.column, value)});
}

Compiled ordered(const Operand& operand, std::string_view op, std::string_view value) {
    return compiled(operand.sql + " " + std::string(op) + " ?", {std::string(value)});
}

Compiled between(const QueryScope& scope, const Operand& operand, std::string_view value) {
    const auto bounds = split(value, '@');
    if (bounds.size() != 2) return ignored();
    const auto script = scope.script();
    auto low = evaluateValue(bounds[0], script);
    auto high = evaluateValue(bounds[1], script);
    if (!low) return low.refusal();
    if (!high) return high.refusal();
    return compiled(operand.sql + " BETWEEN ? AND ?",
                    {std::move(low).value(), std::move(high).value()});
}

/// SQLite takes only so many parameters and so deep expressions; more values than this travel in
/// one parameter.
constexpr std::size_t kParametersMax = 64;

/// Texts as one JSON array, for json_each; an empty one is null, as the platform stores it.
std::string arrayOf(const std::vector<std::string>& texts) {
    auto array = nlohmann::json::array();
    for (const auto& text : texts) {
        array.push_back(text.empty() ? nlohmann::json() : nlohmann::json(text));
    }
    return array.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Condition listOf(const Operand& operand, std::string_view op, std::string_view value) {
    std::vector<std::string> bindings;
    std::string marks;
    for (const auto piece : split(value, ',')) {
        marks += marks.empty() ? "?" : ", ?";
        bindings.push_back(stored(*operand.column, piece));
    }
    if (bindings.size() > kParametersMax) {
        marks = "SELECT value FROM json_each(?)";
        bindings = {arrayOf(bindings)};
    }
    return {operand.sql + " " + std::string(op) + " (" + marks + ")", std::move(bindings)};
}

Compiled oneOf(const Operand& operand, std::string_view value) {
    return std::optional<Condition>(listOf(operand, "IN", value));
}

/// Few values are quicker compared one by one than looked up in a list of them.
Compiled noneOf(const Operand& operand, std::string_view value) {
    constexpr std::size_t kFew = 8;
    const auto pieces = split(value, ',');
    if (pieces.size() > kFew) return std::optional<Condition>(listOf(operand, "NOT IN", value));
    Condition condition;
    for (const auto piece : pieces) {
        condition.sql += (condition.sql.empty() ? "(" : " AND ") + operand.sql + " != ?";
        condition.bindings.push_back(stored(*operand.column, piece));
    }
    condition.sql += ")";
    return std::optional<Condition>(std::move(condition));
}

/// `other`, or for dates `other@day`, which compares only to that precision.
Compiled otherField(const Operand& operand,
                    std::string_view op,
                    std::string_view other,
                    Joins& joins) {
    const auto unit_start = other.find('@');
    const auto right = joins.resolve(other.substr(0, unit_start));
    if (!right) return ignored();
    const auto between = " " + std::string(op) + " ";
    if (unit_start == std::string_view::npos) return compiled(operand.sql + between + right->sql);
    const auto unit = other.substr(unit_start + 1);
    const auto left_part = truncatedDate(operand.sql, unit);
    const auto right_part = truncatedDate(right->sql, unit);
    if (!left_part || !right_part) return ignored();
    return compiled(*left_part + between + *right_part);
}

Compiled instanceOf(const Schema& schema, const Operand& operand, std::string_view class_name) {
    const auto* ancestor = schema.findTable(class_name);
    if (ancestor == nullptr) return ignored();
    return oneOf(operand, join(ancestor->descendants, ","));
}

/// A label written where a value is stored: the value, else the text as it is.
std::string valueOfLabel(const Schema& schema, const Operand& operand, std::string_view label) {
    const auto* choices = schema.findChoices(*operand.table, operand.column->element);
    if (choices == nullptr) return std::string(label);
    for (const auto& choice : *choices) {
        if (sameText(choice.label, label)) return choice.value;
    }
    return std::string(label);
}

/// `field=value` of the URL takes stored and display values alike.
Compiled shorthand(const Schema& schema,
                   const Operand& operand,
                   std::string_view value,
                   Joins& joins) {
    if (meansEmpty(value)) return equals(operand, value);
    const auto display = joins.displayOf(operand);
    if (display.sql == operand.sql) return equals(operand, valueOfLabel(schema, operand, value));
    return compiled("(" + operand.sql + " = ? OR " + display.sql + " = ?)",
                    {std::string(value), std::string(value)});
}

/// Every word stands whole in some text column of the row (the whole-record text index).
Compiled textSearch(const Table& table, std::string_view words, const Joins& joins) {
    std::string columns;
    for (const auto& [element, column] : table.effective) {
        if (column->text_index) columns += ", " + joins.alias() + "." + identifier(element);
    }
    std::vector<std::string> wanted;
    for (const auto word : split(words, ' ')) {
        if (!word.empty()) wanted.emplace_back(word);
    }
    if (wanted.empty()) return compiled("1");
    if (wanted.size() > kParametersMax) {
        return compiled(
            "NOT EXISTS (SELECT 1 FROM json_each(?) WHERE NOT has_word(value" + columns + "))",
            {arrayOf(wanted)});
    }
    std::string sql;
    for (std::size_t n = 0; n < wanted.size(); ++n) {
        sql += (n == 0 ? "has_word(?" : " AND has_word(?") + columns + ")";
    }
    return compiled(std::move(sql), std::move(wanted));
}

Compiled compileText(const Operand& display, const Term& term) {
    switch (term.op) {
        case Operator::Contains:
            return like(display, likePattern("%", term.value, "%"));
        case Operator::StartsWith:
            return like(display, likePattern("", term.value, "%"));
        case Operator::EndsWith:
            return like(display, likePattern("%", term.value, ""));
        default:
            return lacks(display, likePattern("%", term.value, "%"));
    }
}

bool isTextOperator(Operator op) {
    return op == Operator::Contains || op == Operator::StartsWith || op == Operator::EndsWith ||
           op == Operator::Lacks;
}

std::string_view fieldComparison(Operator op) {
    switch (op) {
        case Operator::SameAs:
            return "IS";
        case Operator::DiffersFrom:
            return "IS NOT";
        case Operator::LessThanField:
            return "<";
        case Operator::AtMostField:
            return "<=";
        case Operator::GreaterThanField:
            return ">";
        case Operator::AtLeastField:
            return ">=";
        default:
            return {};
    }
}

std::string_view valueComparison(Operator op) {
    switch (op) {
        case Operator::Less:
            return "<";
        case Operator::AtMost:
            return "<=";
        case Operator::Greater:
            return ">";
        case Operator::AtLeast:
            return ">=";
        default:
            return {};
    }
}

/// MATCH_PAT: `*` stands for any text. MATCH_RGX: a regular expression over the whole value.
Compiled compileMatch(const QueryScope& scope, const Operand& operand, const Term& term) {
    if (!scope.properties.isTrue(properties::kMatchOperators)) return ignored();
    if (term.op == Operator::MatchRegex) {
        if (!isRegex(term.value)) return ignored();
        return compiled("matches_regex(?, " + operand.sql + ")", {term.value});
    }
    auto pattern = likePattern("", term.value, "");
    std::replace(pattern.begin(), pattern.end(), '*', '%');
    return like(operand, std::move(pattern));
}

Compiled compileSimple(const QueryScope& scope, const Operand& operand, const Term& term) {
    switch (term.op) {
        case Operator::Equals:
            return equals(operand, term.value);
        case Operator::Differs:
            return differs(scope, operand, term.value);
        case Operator::In:
            return oneOf(operand, term.value);
        case Operator::NotIn:
            return noneOf(operand, term.value);
        case Operator::MatchPattern:
        case Operator::MatchRegex:
            return compileMatch(scope, operand, term);
        // Empty text is stored as NULL, so an empty string and no value are one thing here.
        case Operator::IsEmpty:
        case Operator::EmptyString:
            return compiled(operand.sql + " IS NULL");
        case Operator::IsNotEmpty:
            return compiled(operand.sql + " IS NOT NULL");
        default:
            return compiled("1");
    }
}

/// Compiles a term whose value is one value, which a script may give.
Compiled compileValue(const QueryScope& scope,
                      const Operand& operand,
                      const Term& written,
                      Joins& joins) {
    auto value = evaluateValue(written.value, scope.script());
    if (!value) return value.refusal();
    const Term term{written.field, written.op, std::move(value).value(), {}};
    if (isTextOperator(term.op)) return compileText(joins.displayOf(operand), term);
    if (const auto op = valueComparison(term.op); !op.empty()) {
        return ordered(operand, op, term.value);
    }
    return compileSimple(scope, operand, term);
}

Compiled compileColumn(const QueryScope& scope,
                       const Operand& operand,
                       const Term& term,
                       Joins& joins) {
    if (term.op == Operator::Shorthand) {
        return shorthand(scope.schema(), operand, term.value, joins);
    }
    if (term.op == Operator::InstanceOf) return instanceOf(scope.schema(), operand, term.value);
    if (term.op == Operator::Between) return between(scope, operand, term.value);
    if (isDateOperator(term.op)) return compileDate(scope, operand, term, joins);
    if (isReferenceOperator(term.op)) return compileReference(scope, operand, term);
    if (const auto op = fieldComparison(term.op); !op.empty()) {
        return otherField(operand, op, term.value, joins);
    }
    return compileValue(scope, operand, term, joins);
}

}  // namespace

Compiled compileTerm(const QueryScope& scope, const Table& table, const Term& term, Joins& joins) {
    if (term.op == Operator::TextSearch) return textSearch(table, term.value, joins);
    const auto operand = joins.resolve(term.field);
    if (!operand) return ignored();
    if (operand->column->kind == Kind::Journal) {
        return refusals::notSimulated(
            "a condition on the journal field " + term.field,
            "Journal entries are rows of sys_journal_field; query that table instead.");
    }
    return compileColumn(scope, *operand, term, joins);
}

}  // namespace toolhost::sim
