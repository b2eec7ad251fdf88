#include "simulator/script/calendar.hpp"

#include <algorithm>
#include <array>

#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year_month_day;

struct NamedUnit {
    std::string_view name;
    Unit unit;
};

constexpr std::array kUnits{
    NamedUnit{"minute", Unit::Minute},
    NamedUnit{"hour", Unit::Hour},
    NamedUnit{"day", Unit::Day},
    NamedUnit{"dayofweek", Unit::Day},
    NamedUnit{"dayofmonth", Unit::Day},
    NamedUnit{"week", Unit::Week},
    NamedUnit{"month", Unit::Month},
    NamedUnit{"quarter", Unit::Quarter},
    NamedUnit{"year", Unit::Year},
};

Seconds plusMonths(Seconds moment, long long count) {
    const auto day = floor<days>(moment);
    auto date = year_month_day(day) + months(count);
    if (!date.ok()) date = sys_days(date.year() / date.month() / std::chrono::last);
    return sys_days(date) + (moment - day);
}

sys_days firstOfMonths(sys_days day, unsigned width) {
    const year_month_day date(day);
    const auto month = (static_cast<unsigned>(date.month()) - 1) / width * width + 1;
    return date.year() / std::chrono::month(month) / std::chrono::day(1);
}

/// A period by name: `count` units from the one that is `offset` units away from now.
struct NamedPeriod {
    std::string_view name;
    Unit unit;
    int offset;
    int count;
};

constexpr std::array kPeriods{
    NamedPeriod{"Today", Unit::Day, 0, 1},
    NamedPeriod{"Day", Unit::Day, 0, 1},
    NamedPeriod{"Yesterday", Unit::Day, -1, 1},
    NamedPeriod{"Tomorrow", Unit::Day, 1, 1},
    NamedPeriod{"Week", Unit::Week, 0, 1},
    NamedPeriod{"Month", Unit::Month, 0, 1},
    NamedPeriod{"Quarter", Unit::Quarter, 0, 1},
    NamedPeriod{"Year", Unit::Year, 0, 1},
    NamedPeriod{"ThisWeek", Unit::Week, 0, 1},
    NamedPeriod{"ThisMonth", Unit::Month, 0, 1},
    NamedPeriod{"ThisQuarter", Unit::Quarter, 0, 1},
    NamedPeriod{"ThisYear", Unit::Year, 0, 1},
    NamedPeriod{"LastWeek", Unit::Week, -1, 1},
    NamedPeriod{"LastMonth", Unit::Month, -1, 1},
    NamedPeriod{"LastQuarter", Unit::Quarter, -1, 1},
    NamedPeriod{"LastYear", Unit::Year, -1, 1},
    NamedPeriod{"NextWeek", Unit::Week, 1, 1},
    NamedPeriod{"NextMonth", Unit::Month, 1, 1},
    NamedPeriod{"NextQuarter", Unit::Quarter, 1, 1},
    NamedPeriod{"NextYear", Unit::Year, 1, 1},
    NamedPeriod{"Next2Quarters", Unit::Quarter, 1, 2},
    NamedPeriod{"Last2Quarters", Unit::Quarter, -2, 2},
    NamedPeriod{"Last2Years", Unit::Year, -2, 2},
    NamedPeriod{"LastHour", Unit::Hour, -1, 1},
    NamedPeriod{"CurrentHour", Unit::Hour, 0, 1},
    NamedPeriod{"LastMinute", Unit::Minute, -1, 1},
    NamedPeriod{"CurrentMinute", Unit::Minute, 0, 1},
    // What is open at the end runs on to the end of the unit that is under way.
    NamedPeriod{"Last2Hours", Unit::Hour, -2, 3},
    NamedPeriod{"Last15Minutes", Unit::Minute, -15, 16},
    NamedPeriod{"Last30Minutes", Unit::Minute, -30, 31},
    NamedPeriod{"Last45Minutes", Unit::Minute, -45, 46},
    NamedPeriod{"Last7Days", Unit::Day, -7, 8},
    NamedPeriod{"Last30Days", Unit::Day, -30, 31},
    NamedPeriod{"Last60Days", Unit::Day, -60, 61},
    NamedPeriod{"Last90Days", Unit::Day, -90, 91},
    NamedPeriod{"Last120Days", Unit::Day, -120, 121},
    NamedPeriod{"Last3Months", Unit::Month, -3, 4},
    NamedPeriod{"Last6Months", Unit::Month, -6, 7},
    NamedPeriod{"Last9Months", Unit::Month, -9, 10},
    NamedPeriod{"Last12Months", Unit::Month, -12, 13},
};

}  // namespace

std::optional<Unit> unitNamed(std::string_view name) {
    auto singular = lower(name);
    if (singular.ends_with('s')) singular.pop_back();
    for (const auto& entry : kUnits) {
        if (entry.name == singular) return entry.unit;
    }
    return std::nullopt;
}

Seconds moved(Seconds moment, Unit unit, long long count) {
    switch (unit) {
        case Unit::Minute:
            return moment + minutes(count);
        case Unit::Hour:
            return moment + hours(count);
        case Unit::Day:
            return moment + days(count);
        case Unit::Week:
            return moment + days(7 * count);
        case Unit::Month:
            return plusMonths(moment, count);
        case Unit::Quarter:
            return plusMonths(moment, 3 * count);
        case Unit::Year:
            return plusMonths(moment, 12 * count);
    }
    return moment;
}

Seconds startOf(Seconds moment, Unit unit, weekday first_of_week) {
    const auto day = floor<days>(moment);
    switch (unit) {
        case Unit::Minute:
            return floor<minutes>(moment);
        case Unit::Hour:
            return floor<hours>(moment);
        case Unit::Day:
            return day;
        case Unit::Week:
            return day - (weekday(day) - first_of_week);
        case Unit::Month:
            return firstOfMonths(day, 1);
        case Unit::Quarter:
            return firstOfMonths(day, 3);
        case Unit::Year:
            return firstOfMonths(day, 12);
    }
    return moment;
}

Seconds endOf(Seconds moment, Unit unit, weekday first_of_week) {
    return moved(startOf(moment, unit, first_of_week), unit, 1) - std::chrono::seconds(1);
}

std::optional<Period> periodNamed(std::string_view name, Seconds now, weekday first_of_week) {
    if (name == "OneYearAgo") {
        const auto then = startOf(moved(now, Unit::Year, -1), Unit::Day, first_of_week);
        return Period{then, endOf(then, Unit::Day, first_of_week)};
    }
    const auto found = std::find_if(
        kPeriods.begin(), kPeriods.end(), [&](const auto& entry) { return entry.name == name; });
    if (found == kPeriods.end()) return std::nullopt;
    const auto first = moved(startOf(now, found->unit, first_of_week), found->unit, found->offset);
    return Period{first, moved(first, found->unit, found->count) - std::chrono::seconds(1)};
}

}  // namespace toolhost::sim
