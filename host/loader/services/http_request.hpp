#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "loader/services/question.hpp"
#include "outbound/message.hpp"

namespace toolhost::loader {

/// A request that a plugin wants sent.
struct HttpRequest {
    outbound::Request request;
    /// Whose token goes with it; empty: none but what the plugin put into the headers.
    std::string oauth;
};

/// Reads it: method, url, headers {name: value}, authorization {oauth}, timeout_ms,
/// response_bytes_max, and the body beside it. The call's deadline holds as well as its own.
base::Result<HttpRequest> readHttpRequest(const Question& question, base::SteadyTime now);

}  // namespace toolhost::loader
