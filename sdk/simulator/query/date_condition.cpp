#include "simulator/query/date_condition.hpp"

#include <array>

#include "simulator/script/calendar.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

/// GT, GE, EE, LE or LT as SQL; nothing for another text.
std::optional<std::string> comparison(std::string_view name) {
    struct Spelling {
        std::string_view name;
        const char* sql;
    };
    constexpr std::array kSpellings{Spelling{"GT", ">"},
                                    Spelling{"GE", ">="},
                                    Spelling{"EE", "="},
                                    Spelling{"LE", "<="},
                                    Spelling{"LT", "<"}};
    for (const auto& spelling : kSpellings) {
        if (spelling.name == name) return spelling.sql;
    }
    return std::nullopt;
}

/// `Today@javascript:gs.daysAgoStart(0)@javascript:gs.daysAgoEnd(0)`: what stands first is a label.
Compiled on(const QueryScope& scope, const Operand& operand, const Term& term) {
    const auto parts = split(term.value, '@');
    if (parts.size() != 3) return ignored();
    const auto script = scope.script();
    auto first = evaluateValue(parts[1], script);
    auto last = evaluateValue(parts[2], script);
    if (!first) return first.refusal();
    if (!last) return last.refusal();
    const auto* const op = term.op == Operator::On ? " BETWEEN ? AND ?" : " NOT BETWEEN ? AND ?";
    return compiled(operand.sql + op, {std::move(first).value(), std::move(last).value()});
}

/// `GT@minute@ago@15` is later than 15 minutes ago; EE is within that unit.
Compiled relative(const QueryScope& scope, const Operand& operand, std::string_view value) {
    const auto parts = split(value, '@');
    if (parts.size() != 4 || (parts[2] != "ago" && parts[2] != "ahead")) return ignored();
    const auto op = comparison(parts[0]);
    const auto unit = unitNamed(parts[1]);
    const auto count = parseInteger(parts[3]);
    if (!op || !unit || !count) return ignored();
    const auto then = moved(scope.now, *unit, parts[2] == "ago" ? -*count : *count);
    if (parts[0] != "EE") return compiled(operand.sql + " " + *op + " ?", {formatTimestamp(then)});
    const auto first_of_week = scope.script().first_of_week;
    return compiled(operand.sql + " BETWEEN ? AND ?",
                    {formatTimestamp(startOf(then, *unit, first_of_week)),
                     formatTimestamp(endOf(then, *unit, first_of_week))});
}

/// A part of a date as SQL that gives a number.
std::optional<std::string> partOf(const std::string& sql, std::string_view part) {
    const auto number = [&](const char* format) {
        return "CAST(strftime('" + std::string(format) + "', " + sql + ") AS INTEGER)";
    };
    if (part == "dayofweek") return "((" + number("%w") + " + 6) % 7 + 1)";  // 1 is Monday
    if (part == "month") return number("%m");
    if (part == "quarter") return "((" + number("%m") + " + 2) / 3)";
    if (part == "year") return number("%Y");
    if (part == "week") return number("%W");
    if (part == "hour") return number("%H");
    return std::nullopt;
}

/// "monday" and "mon" are 1, "december" is 12, "4" and "q4" are 4.
std::optional<long long> partNumber(std::string_view part, std::string_view text) {
    constexpr std::array<std::string_view, 7> kDays{
        "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    constexpr std::array<std::string_view, 12> kMonths{
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto name = lower(text).substr(0, 3);
    for (std::size_t n = 0; part == "dayofweek" && n < kDays.size(); ++n) {
        if (kDays[n] == name) return static_cast<long long>(n) + 1;
    }
    for (std::size_t n = 0; part == "month" && n < kMonths.size(); ++n) {
        if (kMonths[n] == name) return static_cast<long long>(n) + 1;
    }
    if (part == "quarter" && name.starts_with('q')) text.remove_prefix(1);
    return parseInteger(text);
}

/// `Monday@javascript:gs.datePart('dayofweek','monday','EE')`, or the three with @ between.
Compiled datePart(const QueryScope& scope, const Operand& operand, std::string_view value) {
    const auto label_end = value.find('@');
    if (label_end == std::string_view::npos) return ignored();
    const auto evaluated = evaluateValue(value.substr(label_end + 1), scope.script());
    if (!evaluated) return evaluated.refusal();
    const auto parts = split(evaluated.value(), '@');
    if (parts.size() != 3) return ignored();
    const auto sql = partOf(operand.sql, parts[0]);
    const auto number = partNumber(parts[0], parts[1]);
    const auto op = comparison(parts[2]);
    if (!sql || !number || !op) return ignored();
    return compiled(*sql + " " + *op + " CAST(? AS INTEGER)", {std::to_string(*number)});
}

/// SQLite's name of a span of `count` units.
std::string modifier(Unit unit, long long count) {
    const auto text = [](long long number, const char* unit_name) {
        return (number < 0 ? "" : "+") + std::to_string(number) + unit_name;
    };
    switch (unit) {
        case Unit::Minute:
            return text(count, " minutes");
        case Unit::Hour:
            return text(count, " hours");
        case Unit::Day:
            return text(count, " days");
        case Unit::Week:
            return text(7 * count, " days");
        case Unit::Month:
            return text(count, " months");
        case Unit::Quarter:
            return text(3 * count, " months");
        case Unit::Year:
            return text(count, " years");
    }
    return "+0 days";
}

/// `opened_atMORETHANclosed_at@day@before@1`: by more than a day before; LESSTHAN: within it.
Compiled distance(const Operand& operand, const Term& term, Joins& joins) {
    const auto parts = split(term.value, '@');
    if (parts.size() != 4 || (parts[2] != "before" && parts[2] != "after")) return ignored();
    const auto other = joins.resolve(parts[0]);
    const auto unit = unitNamed(parts[1]);
    const auto count = parseInteger(parts[3]);
    if (!other || !unit || !count) return ignored();
    const bool before = parts[2] == "before";
    const auto edge = "datetime(" + other->sql + ", ?)";
    const auto beyond = operand.sql + (before ? " < " : " > ") + edge;
    const auto within = operand.sql + (before ? " >= " : " <= ") + edge + " AND " + operand.sql +
                        (before ? " <= " : " >= ") + other->sql;
    return compiled(term.op == Operator::MoreThan ? beyond : "(" + within + ")",
                    {modifier(*unit, before ? -*count : *count)});
}

}  // namespace

bool isDateOperator(Operator op) {
    return op == Operator::On || op == Operator::NotOn || op == Operator::Relative ||
           op == Operator::DatePart || op == Operator::MoreThan || op == Operator::LessThan;
}

Compiled compileDate(const QueryScope& scope,
                     const Operand& operand,
                     const Term& term,
                     Joins& joins) {
    const auto kind = operand.column->kind;
    if (kind != Kind::DateTime && kind != Kind::Date) return ignored();
    if (term.op == Operator::Relative) return relative(scope, operand, term.value);
    if (term.op == Operator::DatePart) return datePart(scope, operand, term.value);
    if (term.op == Operator::On || term.op == Operator::NotOn) return on(scope, operand, term);
    return distance(operand, term, joins);
}

std::optional<std::string> truncatedDate(const std::string& sql, std::string_view unit) {
    const auto known = unitNamed(unit);
    if (!known) return std::nullopt;
    const auto format = [&](const char* text) {
        return "strftime('" + std::string(text) + "', " + sql + ")";
    };
    switch (*known) {
        case Unit::Minute:
            return format("%Y-%m-%d %H:%M");
        case Unit::Hour:
            return format("%Y-%m-%d %H");
        case Unit::Day:
            return format("%Y-%m-%d");
        case Unit::Week:
            return format("%Y %W");
        case Unit::Month:
            return format("%Y-%m");
        case Unit::Quarter:
            return format("%Y") + " || ((" + format("%m") + " + 2) / 3)";
        case Unit::Year:
            return format("%Y");
    }
    return std::nullopt;
}

}  // namespace toolhost::sim
