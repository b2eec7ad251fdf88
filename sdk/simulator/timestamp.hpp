#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace toolhost::sim {

using Seconds = std::chrono::sys_seconds;

/// Where the simulator asks for the time; tests give their own.
using Clock = std::function<Seconds()>;

/// The wall clock, to the second.
Seconds systemNow();
/// "2026-01-31 10:00:00", UTC.
std::string formatTimestamp(Seconds moment);
/// "2026-01-31", UTC.
std::string formatDate(Seconds moment);
/// "Sat, 31 Jan 2026 10:00:00 GMT", as HTTP writes dates.
std::string formatHttpDate(Seconds moment);
/// Reads "2026-01-31 10:00:00" or "2026-01-31" as UTC; nothing for any other text.
std::optional<Seconds> parseTimestamp(std::string_view text);

}  // namespace toolhost::sim
