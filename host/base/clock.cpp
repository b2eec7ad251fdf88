#include "base/clock.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace toolhost::base {

SteadyTime SystemClock::steady() const {
    return std::chrono::steady_clock::now();
}

WallTime SystemClock::wall() const {
    return std::chrono::system_clock::now();
}

std::int64_t secondsSinceEpoch(WallTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::int64_t microsecondsSinceEpoch(WallTime time) {
    return std::chrono::floor<std::chrono::microseconds>(time).time_since_epoch().count();
}

std::string toRfc3339(WallTime time) {
    const auto milliseconds = microsecondsSinceEpoch(time) / 1000;
    const std::time_t seconds = secondsSinceEpoch(time);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> date{};
    std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::array<char, 48> full{};
    const int fraction = static_cast<int>(((milliseconds % 1000) + 1000) % 1000);
    std::snprintf(full.data(), full.size(), "%s.%03dZ", date.data(), fraction);
    return full.data();
}

}  // namespace toolhost::base
