#include "simulator/timestamp.hpp"

#include <array>
#include <cstdio>

namespace toolhost::sim {

namespace {

/// The number written in `count` digits at `at`, or -1.
int digitsAt(std::string_view text, std::size_t at, std::size_t count) {
    int number = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

std::optional<std::chrono::sys_days> parseDay(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int year = digitsAt(text, 0, 4);
    const int month = digitsAt(text, 5, 2);
    const int day = digitsAt(text, 8, 2);
    if (year < 0 || month < 0 || day < 0) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

std::optional<std::chrono::seconds> parseTimeOfDay(std::string_view text) {
    if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    const int hours = digitsAt(text, 0, 2);
    const int minutes = digitsAt(text, 3, 2);
    const int seconds = digitsAt(text, 6, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    if (seconds < 0 || seconds > 59) return std::nullopt;
    return std::chrono::hours(hours) + std::chrono::minutes(minutes) +
           std::chrono::seconds(seconds);
}

}  // namespace

Seconds systemNow() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string formatDate(Seconds moment) {
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(moment)};
    std::array<char, 40> out{};
    std::snprintf(out.data(),
                  out.size(),
                  "%04d-%02u-%02u",
                  static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
    return out.data();
}

std::string formatTimestamp(Seconds moment) {
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::hh_mm_ss time{moment - day};
    std::array<char, 40> out{};
    std::snprintf(out.data(),
                  out.size(),
                  " %02ld:%02ld:%02ld",
                  static_cast<long>(time.hours().count()),
                  static_cast<long>(time.minutes().count()),
                  static_cast<long>(time.seconds().count()));
    return formatDate(moment) + out.data();
}

std::string formatHttpDate(Seconds moment) {
    constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date{day};
    const auto stamp = formatTimestamp(moment);
    return std::string(kDays[std::chrono::weekday(day).c_encoding()]) + ", " + stamp.substr(8, 2) +
           " " + kMonths[static_cast<unsigned>(date.month()) - 1] + " " + stamp.substr(0, 4) +
           stamp.substr(10) + " GMT";
}

std::optional<Seconds> parseTimestamp(std::string_view text) {
    const auto day = parseDay(text.substr(0, 10));
    if (!day) return std::nullopt;
    if (text.size() == 10) return Seconds(*day);
    if (text[10] != ' ' && text[10] != 'T') return std::nullopt;
    const auto time = parseTimeOfDay(text.substr(11));
    if (!time) return std::nullopt;
    return *day + *time;
}

}  // namespace toolhost::sim
