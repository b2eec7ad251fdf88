#include "simulator/script/calendar.hpp"

#include <gtest/gtest.h>

namespace toolhost::sim {
namespace {

Seconds at(std::string_view text) {
    return parseTimestamp(text).value();
}

TEST(UnitNamed, KnowsNoOtherNames) {
    for (const auto* name : {"", "s", "fortnight", "days ago", "sec"})
        EXPECT_FALSE(unitNamed(name)) << name;
    EXPECT_EQ(unitNamed("dayofweek"), Unit::Day);
    EXPECT_EQ(unitNamed("Months"), Unit::Month);
}

TEST(Moved, KeepsToTheLastDayOfAShorterMonth) {
    EXPECT_EQ(formatTimestamp(moved(at("2026-03-31 10:00:00"), Unit::Month, -1)),
              "2026-02-28 10:00:00");
    EXPECT_EQ(formatTimestamp(moved(at("2024-02-29 10:00:00"), Unit::Year, 1)),
              "2025-02-28 10:00:00");
    EXPECT_EQ(formatTimestamp(moved(at("2026-01-31 10:00:00"), Unit::Quarter, 1)),
              "2026-04-30 10:00:00");
}

TEST(StartOf, FindsWhereEachUnitBegins) {
    const auto moment = at("2026-05-13 14:35:42");  // a Wednesday
    const std::pair<Unit, const char*> cases[] = {{Unit::Minute, "2026-05-13 14:35:00"},
                                                  {Unit::Hour, "2026-05-13 14:00:00"},
                                                  {Unit::Day, "2026-05-13 00:00:00"},
                                                  {Unit::Week, "2026-05-11 00:00:00"},
                                                  {Unit::Month, "2026-05-01 00:00:00"},
                                                  {Unit::Quarter, "2026-04-01 00:00:00"},
                                                  {Unit::Year, "2026-01-01 00:00:00"}};
    for (const auto& [unit, expected] : cases)
        EXPECT_EQ(formatTimestamp(startOf(moment, unit, std::chrono::Monday)), expected);
    EXPECT_EQ(formatTimestamp(startOf(moment, Unit::Week, std::chrono::Sunday)),
              "2026-05-10 00:00:00");
    EXPECT_EQ(formatTimestamp(endOf(moment, Unit::Quarter, std::chrono::Monday)),
              "2026-06-30 23:59:59");
}

TEST(PeriodNamed, KnowsNoOtherNames) {
    for (const auto* name : {"", "today", "Last8Days", "SchedulePeriod"})
        EXPECT_FALSE(periodNamed(name, at("2026-05-13 14:35:42"), std::chrono::Monday)) << name;
}

TEST(PeriodNamed, GivesFirstAndLastSecond) {
    struct Case {
        const char* name;
        const char* first;
        const char* last;
    };
    const Case cases[] = {{"Today", "2026-05-13 00:00:00", "2026-05-13 23:59:59"},
                          {"Yesterday", "2026-05-12 00:00:00", "2026-05-12 23:59:59"},
                          {"LastWeek", "2026-05-04 00:00:00", "2026-05-10 23:59:59"},
                          {"ThisMonth", "2026-05-01 00:00:00", "2026-05-31 23:59:59"},
                          {"LastQuarter", "2026-01-01 00:00:00", "2026-03-31 23:59:59"},
                          {"NextYear", "2027-01-01 00:00:00", "2027-12-31 23:59:59"},
                          {"LastHour", "2026-05-13 13:00:00", "2026-05-13 13:59:59"},
                          {"Last15Minutes", "2026-05-13 14:20:00", "2026-05-13 14:35:59"},
                          {"Last7Days", "2026-05-06 00:00:00", "2026-05-13 23:59:59"},
                          {"Last3Months", "2026-02-01 00:00:00", "2026-05-31 23:59:59"},
                          {"OneYearAgo", "2025-05-13 00:00:00", "2025-05-13 23:59:59"}};
    for (const auto& [name, first, last] : cases) {
        const auto period = periodNamed(name, at("2026-05-13 14:35:42"), std::chrono::Monday);
        ASSERT_TRUE(period) << name;
        EXPECT_EQ(formatTimestamp(period->first), first) << name;
        EXPECT_EQ(formatTimestamp(period->last), last) << name;
    }
}

}  // namespace
}  // namespace toolhost::sim
