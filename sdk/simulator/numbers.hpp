#pragma once

#include <string>
#include <string_view>

#include "simulator/database.hpp"

namespace toolhost::sim {

/// Makes the table of counters if it is missing.
void createCounters(Session& session);
/// The next number of a prefix, such as INC0010001; the first is 10001, as on a new instance.
std::string takeNumber(Session& session, std::string_view prefix);
/// Makes sure that takeNumber() gives numbers greater than `used`.
void reserveNumbers(Session& session, std::string_view prefix, long long used);
/// Prefix and number in seven digits.
std::string formatNumber(std::string_view prefix, long long number);

}  // namespace toolhost::sim
