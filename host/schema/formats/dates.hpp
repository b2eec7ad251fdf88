#pragma once

#include <string_view>

namespace toolhost::schema {

/// RFC 3339 §5.6: full-date, full-time and date-time.
bool isDate(std::string_view text);
bool isTime(std::string_view text);
bool isDateTime(std::string_view text);

/// RFC 3339 appendix A.
bool isDuration(std::string_view text);

}  // namespace toolhost::schema
