#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "outbound/message.hpp"

namespace toolhost::servicenow {

/// Where an instance gives short names to long URLs (Table API, sysparm_tiny).
inline constexpr std::string_view kTinyUrlPath = "/api/now/tinyurl";

/// The body that asks for a short name of that URL.
std::string tinyUrlBody(const std::string& url);

/// The name that sysparm_tiny takes. Absent when the instance gave none.
std::optional<std::string> readTinyUrl(const outbound::Response& response);

}  // namespace toolhost::servicenow
