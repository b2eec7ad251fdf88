#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "outbound/message.hpp"

namespace toolhost::servicenow {

/// What an answer says about how fast an instance may be asked (inbound rate rules: so many
/// requests per hour and user). Every request that a rule covers is answered with the rule's id,
/// its limit and when its hour ends; there is no header that says how much is left.
struct RateLimit {
    std::string rule;                   ///< X-RateLimit-Rule; empty when no rule covers the request
    std::optional<std::int64_t> limit;  ///< X-RateLimit-Limit
    std::optional<base::WallTime> resets_at;  ///< X-RateLimit-Reset
    /// The answer refuses for now: 429, or 503 that says when to come again.
    bool is_refusal = false;
    /// Retry-After, when a refusal has one.
    std::optional<std::chrono::seconds> retry_after;
};

/// Reads the headers; what is malformed counts as absent. `now` is for a Retry-After that is a
/// date.
RateLimit readRateLimit(const outbound::Response& response, base::WallTime now);

/// The point in time that an HTTP date names (RFC 9110 §5.6.7, the preferred form): "Sun, 06 Nov
/// 1994 08:49:37 GMT". Absent when the text is none.
std::optional<base::WallTime> parseHttpDate(std::string_view text);

}  // namespace toolhost::servicenow
