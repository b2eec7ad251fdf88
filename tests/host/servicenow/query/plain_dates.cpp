#include "plain_dates.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace toolhost::servicenow {
namespace {

constexpr long kSecondsOfDay = 86'400;

std::tm calendarOf(std::time_t moment) {
    std::tm calendar{};
    gmtime_r(&moment, &calendar);
    return calendar;
}

const std::map<std::string_view, long>& secondsByUnit() {
    static const std::map<std::string_view, long> kSeconds = {{"minute", 60},
                                                              {"hour", 3'600},
                                                              {"day", kSecondsOfDay},
                                                              {"dayofweek", kSecondsOfDay},
                                                              {"week", 7 * kSecondsOfDay}};
    return kSeconds;
}

long monthsOf(std::string_view unit) {
    if (unit == "month") return 1;
    if (unit == "quarter") return 3;
    if (unit == "year") return 12;
    throw std::logic_error("no unit of time: " + std::string(unit));
}

long monthsSinceYearZero(const std::tm& calendar) {
    return (calendar.tm_year + 1'900L) * 12 + calendar.tm_mon;
}

long lastDayOf(long year, long month) {
    constexpr std::array<long, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return kDays.at(static_cast<std::size_t>(month)) + (month == 1 && is_leap ? 1 : 0);
}

}  // namespace

std::time_t momentOf(const std::string& text) {
    std::tm calendar{};
    if (strptime(text.c_str(), "%Y-%m-%d %H:%M:%S", &calendar) == nullptr) {
        throw std::logic_error("no date: " + text);
    }
    return timegm(&calendar);
}

std::time_t moved(std::time_t moment, std::string_view unit, long count) {
    const auto seconds = secondsByUnit().find(unit);
    if (seconds != secondsByUnit().end()) return moment + count * seconds->second;
    std::tm calendar = calendarOf(moment);
    const long months = monthsSinceYearZero(calendar) + count * monthsOf(unit);
    const long day = std::min<long>(calendar.tm_mday, lastDayOf(months / 12, months % 12));
    calendar.tm_year = static_cast<int>(months / 12 - 1'900);
    calendar.tm_mon = static_cast<int>(months % 12);
    calendar.tm_mday = static_cast<int>(day);
    return timegm(&calendar);
}

long periodOf(std::time_t moment, std::string_view unit) {
    constexpr long kFromThursdayToMonday = 3;  // 1970 began on a Thursday
    if (unit == "week") return (moment / kSecondsOfDay + kFromThursdayToMonday) / 7;
    const auto seconds = secondsByUnit().find(unit);
    if (seconds != secondsByUnit().end()) return moment / seconds->second;
    return monthsSinceYearZero(calendarOf(moment)) / monthsOf(unit);
}

long partOf(std::time_t moment, std::string_view part) {
    const std::tm calendar = calendarOf(moment);
    if (part == "dayofweek") return (calendar.tm_wday + 6) % 7 + 1;
    if (part == "month") return calendar.tm_mon + 1;
    if (part == "quarter") return calendar.tm_mon / 3 + 1;
    if (part == "year") return calendar.tm_year + 1'900;
    if (part == "hour") return calendar.tm_hour;
    std::array<char, 8> week{};
    std::strftime(week.data(), week.size(), "%W", &calendar);
    return std::stol(week.data());
}

long partNamed(std::string_view part, const std::string& value) {
    static const std::map<std::string, long> kDays = {{"monday", 1},
                                                      {"tuesday", 2},
                                                      {"wednesday", 3},
                                                      {"thursday", 4},
                                                      {"friday", 5},
                                                      {"saturday", 6},
                                                      {"sunday", 7}};
    static const std::map<std::string, long> kMonths = {{"january", 1},
                                                        {"february", 2},
                                                        {"march", 3},
                                                        {"april", 4},
                                                        {"may", 5},
                                                        {"june", 6},
                                                        {"july", 7},
                                                        {"august", 8},
                                                        {"september", 9},
                                                        {"october", 10},
                                                        {"november", 11},
                                                        {"december", 12}};
    if (part == "dayofweek") return kDays.at(value);
    return part == "month" ? kMonths.at(value) : std::stol(value);
}

}  // namespace toolhost::servicenow
