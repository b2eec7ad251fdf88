#include "servicenow/exchange/rate_limit.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

using std::chrono::seconds;

constexpr std::size_t kRuleBytesMax = 64;
constexpr std::int64_t kSecondsMax = 4'102'444'800;  // the year 2100
constexpr std::array<std::string_view, 12> kMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<std::int64_t> wholeNumber(std::optional<std::string_view> text) {
    if (!text || text->empty()) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    const bool is_whole = error == std::errc() && end == text->data() + text->size();
    return is_whole && number >= 0 && number <= kSecondsMax ? std::optional(number) : std::nullopt;
}

std::string ruleOf(const outbound::Response& response) {
    const auto rule = response.findHeader("X-RateLimit-Rule").value_or("");
    return rule.size() <= kRuleBytesMax ? std::string(rule) : std::string();
}

std::optional<seconds> retryAfterOf(const outbound::Response& response, base::WallTime now) {
    const auto text = response.findHeader("Retry-After");
    if (!text) return std::nullopt;
    if (const auto count = wholeNumber(*text)) return seconds(*count);
    const auto date = parseHttpDate(*text);
    if (!date) return std::nullopt;
    return std::max(seconds(0), std::chrono::ceil<seconds>(*date - now));
}

/// The number that `digits` characters at `at` write; -1 when they do not.
int numberAt(std::string_view text, std::size_t at, std::size_t digits) {
    return static_cast<int>(wholeNumber(text.substr(at, digits)).value_or(-1));
}

}  // namespace

RateLimit readRateLimit(const outbound::Response& response, base::WallTime now) {
    RateLimit found;
    found.rule = ruleOf(response);
    found.limit = wholeNumber(response.findHeader("X-RateLimit-Limit"));
    if (const auto reset = wholeNumber(response.findHeader("X-RateLimit-Reset"))) {
        found.resets_at = base::WallTime(seconds(*reset));
    }
    const bool may_refuse = response.status == 429 || response.status == 503;
    if (may_refuse) found.retry_after = retryAfterOf(response, now);
    found.is_refusal = response.status == 429 || found.retry_after.has_value();
    return found;
}

std::optional<base::WallTime> parseHttpDate(std::string_view text) {
    // "Sun, 06 Nov 1994 08:49:37 GMT"
    constexpr std::string_view kForm = "***, ## *** #### ##:##:## GMT";
    if (text.size() != kForm.size()) return std::nullopt;
    for (std::size_t i = 0; i < kForm.size(); ++i) {
        const bool is_free = kForm[i] == '*' || kForm[i] == '#';
        if (!is_free && text[i] != kForm[i]) return std::nullopt;
    }
    const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
    if (month == kMonths.end()) return std::nullopt;
    const auto month_number = static_cast<unsigned>(month - kMonths.begin()) + 1;
    const int day = numberAt(text, 5, 2);
    const std::chrono::year_month_day date{std::chrono::year(numberAt(text, 12, 4)),
                                           std::chrono::month(month_number),
                                           std::chrono::day(static_cast<unsigned>(day))};
    const int hour = numberAt(text, 17, 2);
    const int minute = numberAt(text, 20, 2);
    const int second = numberAt(text, 23, 2);
    const bool is_time = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0;
    if (day < 1 || !date.ok() || !is_time || second > 60) return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           seconds(second);
}

}  // namespace toolhost::servicenow
