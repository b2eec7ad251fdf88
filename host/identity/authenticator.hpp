#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "identity/access_tokens.hpp"
#include "identity/addresses.hpp"
#include "identity/principal.hpp"
#include "identity/settings.hpp"

namespace toolhost::identity {

/// How a request without a good token is answered (RFC 6750 §3, RFC 9728 §5.1).
struct Refusal {
    /// 400, 401 or 403.
    int http_status;
    /// The value of WWW-Authenticate.
    std::string www_authenticate;
    /// "invalid_token", "invalid_request", "insufficient_scope"; empty when nothing was presented.
    std::string error;
    /// For people and logs; empty when nothing was presented.
    std::string description;
};

/// The caller, or the answer that sends it away.
using Decision = std::variant<Principal, Refusal>;

/// Decides who is calling over HTTP from the Authorization field alone; tokens anywhere else in a
/// request count for nothing. Thread-safe. The tokens outlive it.
class Authenticator {
public:
    Authenticator(const Addresses& addresses, const Settings& settings, const AccessTokens& tokens);

    /// The caller, given the values of all Authorization fields of the request. With authentication
    /// off it is nobody, whatever they say.
    [[nodiscard]] Decision authenticate(const std::vector<std::string_view>& authorization,
                                        base::WallTime now) const;

private:
    [[nodiscard]] Refusal refuse(int http_status,
                                 std::string_view error,
                                 std::string_view description) const;

    std::string challenge_;
    Settings settings_;
    const AccessTokens& tokens_;
};

}  // namespace toolhost::identity
