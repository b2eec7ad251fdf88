#include "simulator/script/functions.hpp"

#include <array>
#include <string>
#include <utility>

#include "simulator/script/calendar.hpp"
#include "simulator/script/user_functions.hpp"
#include "simulator/sys_id.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using Value = std::optional<ScriptValue>;

Value text(std::string value) {
    return ScriptValue{std::move(value), false};
}

Value moment(Seconds value) {
    return text(formatTimestamp(value));
}

Value truth(bool value) {
    return text(value ? "true" : "false");
}

std::string textAt(const ScriptArguments& arguments, std::size_t index) {
    return index < arguments.size() ? arguments[index].text : std::string();
}

/// gs.dateGenerate('2026-01-31', 'start' | 'end' | '10:00:00').
Value dateGenerate(const ScriptArguments& arguments, const ScriptScope&) {
    const auto day = parseTimestamp(textAt(arguments, 0).substr(0, 10));
    if (!day) return text("");
    const auto range = textAt(arguments, 1);
    if (range == "start" || range.empty()) return moment(*day);
    if (range == "end") return moment(*day + std::chrono::days(1) - std::chrono::seconds(1));
    const auto exact = parseTimestamp(formatDate(*day) + " " + range);
    return exact ? moment(*exact) : text("");
}

/// The three arguments as the DATEPART operator reads them.
Value datePart(const ScriptArguments& arguments, const ScriptScope&) {
    if (arguments.size() != 3) return std::nullopt;
    return text(arguments[0].text + "@" + arguments[1].text + "@" + arguments[2].text);
}

std::string durationText(std::chrono::seconds span) {
    const auto days = std::chrono::duration_cast<std::chrono::days>(span);
    const Seconds rest{span - days};
    const auto clock = formatTimestamp(rest).substr(11);
    return days.count() == 0 ? clock : std::to_string(days.count()) + " " + clock;
}

/// gs.dateDiff(from, to, as_seconds).
Value dateDiff(const ScriptArguments& arguments, const ScriptScope&) {
    const auto from = parseTimestamp(textAt(arguments, 0));
    const auto to = parseTimestamp(textAt(arguments, 1));
    if (!from || !to) return text("");
    const auto span = *to - *from;
    if (textAt(arguments, 2) == "true") return ScriptValue{std::to_string(span.count()), true};
    return text(durationText(span));
}

/// gs.getDurationDate('1 02:00:00'): a duration is a moment of 1970.
Value durationDate(const ScriptArguments& arguments, const ScriptScope&) {
    const auto given = textAt(arguments, 0);
    const auto blank = given.find(' ');
    const auto days = blank == std::string::npos ? 0 : parseInteger(given.substr(0, blank));
    const auto clock = blank == std::string::npos ? given : given.substr(blank + 1);
    const auto time = parseTimestamp("1970-01-01 " + clock);
    if (!days || !time) return text("");
    return moment(*time + std::chrono::days(*days));
}

Value isEdgeOf(const ScriptArguments& arguments, const ScriptScope& scope, Unit unit, bool first) {
    const auto given = parseTimestamp(textAt(arguments, 0).substr(0, 10));
    const auto day = given.value_or(std::chrono::floor<std::chrono::days>(scope.now));
    const auto edge =
        first ? startOf(day, unit, scope.first_of_week) : endOf(day, unit, scope.first_of_week);
    return truth(formatDate(edge) == formatDate(day));
}

struct Function {
    std::string_view name;
    Value (*call)(const ScriptArguments&, const ScriptScope&);
};

using A = ScriptArguments;
using S = ScriptScope;

constexpr std::array kFunctions{
    Function{"gs.now", [](const A&, const S& s) { return text(formatDate(s.now)); }},
    Function{"gs.nowDateTime", [](const A&, const S& s) { return moment(s.now); }},
    Function{"gs.nowNoTZ", [](const A&, const S& s) { return moment(s.now); }},
    Function{"gs.yesterday",
             [](const A&, const S& s) { return moment(moved(s.now, Unit::Day, -1)); }},
    Function{"gs.lastWeek",
             [](const A&, const S& s) { return moment(moved(s.now, Unit::Week, -1)); }},
    Function{"gs.dateGenerate", dateGenerate},
    Function{"gs.datePart", datePart},
    Function{"gs.dateDiff", dateDiff},
    Function{"gs.calDateDiff", dateDiff},
    Function{"gs.getDurationDate", durationDate},
    Function{"gs.isFirstDayOfWeek",
             [](const A& a, const S& s) { return isEdgeOf(a, s, Unit::Week, true); }},
    Function{"gs.isFirstDayOfMonth",
             [](const A& a, const S& s) { return isEdgeOf(a, s, Unit::Month, true); }},
    Function{"gs.isFirstDayOfYear",
             [](const A& a, const S& s) { return isEdgeOf(a, s, Unit::Year, true); }},
    Function{"gs.isLastDayOfWeek",
             [](const A& a, const S& s) { return isEdgeOf(a, s, Unit::Week, false); }},
    Function{"gs.isLastDayOfMonth",
             [](const A& a, const S& s) { return isEdgeOf(a, s, Unit::Month, false); }},
    Function{"gs.isLastDayOfYear",
             [](const A& a, const S& s) { return isEdgeOf(a, s, Unit::Year, false); }},
    Function{"gs.nil", [](const A& a, const S&) { return truth(textAt(a, 0).empty()); }},
    Function{"gs.generateGUID", [](const A&, const S&) { return text(makeSysId()); }},
    Function{"gs.getMessage", [](const A& a, const S&) { return text(textAt(a, 0)); }},
    Function{"gs.getPreference", [](const A& a, const S&) { return text(textAt(a, 1)); }},
    Function{"gs.isLoggedIn", [](const A&, const S&) { return truth(true); }},
    Function{"gs.isInteractive", [](const A&, const S&) { return truth(false); }},
};

/// gs.daysAgo(n), gs.monthsAgoStart(n), gs.hoursAgoEnd(n), ...
Value unitsAgo(std::string_view name, const ScriptArguments& arguments, const ScriptScope& scope) {
    const auto ago = name.find("Ago");
    const auto unit = ago == std::string_view::npos ? std::nullopt : unitNamed(name.substr(0, ago));
    const auto count = parseInteger(textAt(arguments, 0));
    constexpr long long kCountMax = 1'000'000;
    if (!unit || !count || *count > kCountMax || *count < -kCountMax) return std::nullopt;
    const auto then = moved(scope.now, *unit, -*count);
    const auto edge = name.substr(ago + 3);
    if (edge.empty() || edge == "Local") return moment(then);
    if (edge == "Start") return moment(startOf(then, *unit, scope.first_of_week));
    if (edge == "End") return moment(endOf(then, *unit, scope.first_of_week));
    return std::nullopt;
}

/// gs.beginningOfX() and gs.endOfX().
Value periodEdge(std::string_view name, const ScriptScope& scope) {
    constexpr std::string_view kBegin = "beginningOf";
    constexpr std::string_view kEnd = "endOf";
    const bool begins = name.starts_with(kBegin);
    if (!begins && !name.starts_with(kEnd)) return std::nullopt;
    const auto period = periodNamed(
        name.substr(begins ? kBegin.size() : kEnd.size()), scope.now, scope.first_of_week);
    if (!period) return std::nullopt;
    return moment(begins ? period->first : period->last);
}

}  // namespace

std::optional<ScriptValue> callScriptFunction(std::string_view name,
                                              const ScriptArguments& arguments,
                                              const ScriptScope& scope) {
    for (const auto& function : kFunctions) {
        if (function.name == name) return function.call(arguments, scope);
    }
    if (auto value = callUserFunction(name, arguments, scope)) return value;
    if (!name.starts_with("gs.")) return std::nullopt;
    const auto bare = name.substr(3);
    if (auto value = periodEdge(bare, scope)) return value;
    return unitsAgo(bare, arguments, scope);
}

}  // namespace toolhost::sim
