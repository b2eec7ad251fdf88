#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// What dates are counted in. All of it is UTC.
enum class Unit { Minute, Hour, Day, Week, Month, Quarter, Year };

/// "minute", "hour", "day" (also "dayofweek", "dayofmonth"), "week", "month", "quarter" or "year",
/// one or several, in any case; nothing for another text.
std::optional<Unit> unitNamed(std::string_view name);

/// The moment that many units later (earlier when negative). A day that a month lacks becomes its
/// last one.
Seconds moved(Seconds moment, Unit unit, long long count);
/// When the unit that holds the moment begins.
Seconds startOf(Seconds moment, Unit unit, std::chrono::weekday first_of_week);
/// Its last second.
Seconds endOf(Seconds moment, Unit unit, std::chrono::weekday first_of_week);

/// From the first second to the last.
struct Period {
    Seconds first;
    Seconds last;
};

/// The periods the platform has names for: "Today", "LastMonth", "Last7Days", "CurrentHour", ...
/// (gs.beginningOfX and gs.endOfX). Nothing for a name there is none of.
std::optional<Period> periodNamed(std::string_view name,
                                  Seconds now,
                                  std::chrono::weekday first_of_week);

}  // namespace toolhost::sim
