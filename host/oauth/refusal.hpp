#pragma once

#include <string>

#include "oauth/exchange.hpp"

namespace toolhost::oauth {

/// Why the token endpoint gives no token (RFC 6749 §5.2).
struct Refusal {
    int status;
    /// A registered code: "invalid_request", "invalid_client", …
    std::string error;
    /// For people: ASCII without quotes and backslashes.
    std::string description;
};

/// The answer that tells it; with a challenge for Basic when it is 401.
Response toResponse(const Refusal& refusal, const std::string& issuer);

/// The same in a form's endpoint, which takes POST only: 405 says so.
Response formRefused(const Refusal& refusal, const std::string& issuer);

/// What every answer with or about a token carries: JSON, never stored.
Headers tokenHeaders();

}  // namespace toolhost::oauth
