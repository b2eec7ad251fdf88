#include "schema/formats/dates.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace toolhost::schema {
namespace {

std::size_t digitCount(std::string_view text) {
    return std::min(text.find_first_not_of("0123456789"), text.size());
}

/// Takes a number of exactly so many digits off the front.
std::optional<int> takeNumber(std::string_view& text, std::size_t digits) {
    if (text.size() < digits || digitCount(text.substr(0, digits)) != digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

/// Takes the character off the front, whatever its case.
bool take(std::string_view& text, char character) {
    if (text.empty() || (text.front() | 0x20) != (character | 0x20)) return false;
    text.remove_prefix(1);
    return true;
}

int daysIn(int year, int month) {
    constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

/// Minutes since midnight of "hh:mm", taken off the front.
std::optional<int> takeMinutes(std::string_view& text) {
    const auto hours = takeNumber(text, 2);
    if (!hours || !take(text, ':')) return std::nullopt;
    const auto minutes = takeNumber(text, 2);
    if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return *hours * 60 + *minutes;
}

/// The offset from UTC in minutes, which must be all there is left.
std::optional<int> offsetMinutes(std::string_view text) {
    if (take(text, 'Z')) return text.empty() ? std::optional<int>(0) : std::nullopt;
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    const int sign = text.front() == '+' ? 1 : -1;
    text.remove_prefix(1);
    const auto minutes = takeMinutes(text);
    if (!minutes || !text.empty()) return std::nullopt;
    return sign * *minutes;
}

bool takeFraction(std::string_view& text) {
    if (!text.starts_with('.')) return true;
    const std::size_t digits = digitCount(text.substr(1));
    text.remove_prefix(1 + digits);
    return digits > 0;
}

/// Whether designators follow their numbers in order without a gap: the "1Y2M" of "P1Y2M".
bool isRun(std::string_view text, std::string_view designators) {
    std::size_t next = designators.size();
    while (!text.empty()) {
        const std::size_t digits = digitCount(text);
        if (digits == 0 || digits == text.size()) return false;
        const auto designator = designators.find(text[digits]);
        const bool in_order = next == designators.size() || designator == next;
        if (designator == std::string_view::npos || !in_order) return false;
        next = designator + 1;
        text.remove_prefix(digits + 1);
        if (next == designators.size() && !text.empty()) return false;
    }
    return true;
}

}  // namespace

bool isDate(std::string_view text) {
    const auto year = takeNumber(text, 4);
    if (!year || !take(text, '-')) return false;
    const auto month = takeNumber(text, 2);
    if (!month || !take(text, '-') || *month < 1 || *month > 12) return false;
    const auto day = takeNumber(text, 2);
    return day && text.empty() && *day >= 1 && *day <= daysIn(*year, *month);
}

bool isTime(std::string_view text) {
    const auto minutes = takeMinutes(text);
    if (!minutes || !take(text, ':')) return false;
    const auto seconds = takeNumber(text, 2);
    if (!seconds || *seconds > 60 || !takeFraction(text)) return false;
    const auto offset = offsetMinutes(text);
    if (!offset) return false;
    constexpr int kDay = 24 * 60;
    const int utc = (*minutes - *offset + kDay) % kDay;
    return *seconds < 60 || utc == kDay - 1;  // a leap second ends a day in UTC
}

bool isDateTime(std::string_view text) {
    constexpr std::size_t kDateLength = 10;
    if (text.size() <= kDateLength || (text[kDateLength] | 0x20) != 't') return false;
    return isDate(text.substr(0, kDateLength)) && isTime(text.substr(kDateLength + 1));
}

bool isDuration(std::string_view text) {
    if (!text.starts_with('P') || text.size() < 2) return false;
    text.remove_prefix(1);
    if (text.ends_with('W')) return text.size() > 1 && digitCount(text) == text.size() - 1;
    const auto time = text.find('T');
    if (!isRun(text.substr(0, time), "YMD")) return false;
    return time == std::string_view::npos ||
           (time + 1 < text.size() && isRun(text.substr(time + 1), "HMS"));
}

}  // namespace toolhost::schema
