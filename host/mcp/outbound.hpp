#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace toolhost::mcp {

/// What goes back.
struct Outbound {
    int http_status = 200;
    /// JSON; empty when there is nothing to say (HTTP 202, or no line on stdio).
    std::string body;
    /// Mcp-Session-Id to set; empty for none.
    std::string session_id;
    /// Retry-After to set.
    std::optional<std::chrono::seconds> retry_after{};
};

/// Takes what goes back: exactly once, from any thread, perhaps at once.
using Respond = std::function<void(Outbound)>;

}  // namespace toolhost::mcp
