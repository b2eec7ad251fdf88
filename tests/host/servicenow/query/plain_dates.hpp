#pragma once

#include <ctime>
#include <string>
#include <string_view>

namespace toolhost::servicenow {

/// The moment of "2026-01-31 10:00:00", UTC.
std::time_t momentOf(const std::string& text);

/// That many units later; earlier when negative. A day that a month lacks becomes its last one.
std::time_t moved(std::time_t moment, std::string_view unit, long count);

/// The same number for all moments of one minute, hour, day, week (from Monday), month, quarter or
/// year, and a greater one for later ones.
long periodOf(std::time_t moment, std::string_view unit);

/// The number of the date's "dayofweek" (Monday is 1), "month", "quarter", "year", "week" or
/// "hour".
long partOf(std::time_t moment, std::string_view part);

/// The number that a value of gs.datePart stands for: "monday" is 1, "december" 12, "4" 4.
long partNamed(std::string_view part, const std::string& value);

}  // namespace toolhost::servicenow
