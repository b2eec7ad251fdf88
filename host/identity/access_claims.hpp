#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "identity/token_fault.hpp"

namespace toolhost::identity {

/// What an access token says (RFC 9068 §2.2), once it is known to be ours and for us.
struct AccessClaims {
    std::string subject;
    std::string client_id;
    std::string token_id;
    /// What joins the tokens that came of one consent (`sid`); empty for one that stands alone.
    std::string family;
    std::vector<std::string> scopes;
    /// Seconds since 1970-01-01 UTC.
    std::int64_t issued_at = 0;
    std::int64_t not_before = 0;
    std::int64_t expires_at = 0;
};

/// What every token must say.
struct ClaimsExpected {
    std::string issuer;
    std::string resource;
    /// Between iat and exp.
    std::chrono::seconds lifetime_max;
};

/// Reads the claims of a token whose signature is good, each with its exact type.
Checked<AccessClaims> readClaims(std::string_view json, const ClaimsExpected& expected);

/// Whether the claims hold at this moment; a clock may be 5 s off.
std::optional<TokenFault> faultAt(const AccessClaims& claims, base::WallTime now);

}  // namespace toolhost::identity
