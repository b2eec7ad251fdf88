#include "identity/authenticator.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "identity/names.hpp"
#include "identity/token_fault.hpp"

namespace toolhost::identity {
namespace {

constexpr std::string_view kScheme = "Bearer";

bool isTokenCharacter(char c) {
    const bool letter_or_digit =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter_or_digit || std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

bool namesBearer(std::string_view credentials) {
    return base::equalsIgnoringCase(credentials.substr(0, kScheme.size()), kScheme) &&
           (credentials.size() == kScheme.size() || credentials[kScheme.size()] == ' ');
}

/// The token after "Bearer" and one space (RFC 6750 §2.1); absent when it is not written so.
std::optional<std::string_view> tokenIn(std::string_view credentials) {
    if (credentials.size() <= kScheme.size() + 1) return std::nullopt;
    const auto token = credentials.substr(kScheme.size() + 1);
    if (!std::all_of(token.begin(), token.end(), isTokenCharacter)) return std::nullopt;
    return token;
}

}  // namespace

Authenticator::Authenticator(const Addresses& addresses,
                             const Settings& settings,
                             const AccessTokens& tokens)
    : challenge_("Bearer resource_metadata=\"" + addresses.resource_metadata + "\", scope=\"" +
                 std::string(kToolsScope) + '"'),
      settings_(settings),
      tokens_(tokens) {}

Decision Authenticator::authenticate(const std::vector<std::string_view>& authorization,
                                     base::WallTime now) const {
    if (settings_.authentication == Authentication::Off) return Principal{};
    if (authorization.empty()) return refuse(401, {}, {});
    const auto credentials = authorization.front();
    const bool joined = namesBearer(credentials) && credentials.find(',') != std::string_view::npos;
    if (authorization.size() > 1 || joined) {
        return refuse(400, "invalid_request", "the request has more than one Authorization");
    }
    if (!namesBearer(credentials)) return refuse(401, {}, {});
    const auto token = tokenIn(credentials);
    if (!token) {
        return refuse(401, "invalid_token", "Authorization is not Bearer, one space and a token");
    }
    auto checked = tokens_.verify(*token, now);
    if (const auto* fault = std::get_if<TokenFault>(&checked)) {
        return refuse(401, "invalid_token", describe(*fault));
    }
    auto& principal = std::get<Principal>(checked);
    if (!hasScope(principal.scopes, kToolsScope)) {
        return refuse(403, "insufficient_scope", "the token's scope does not allow calling tools");
    }
    return std::move(principal);
}

Refusal Authenticator::refuse(int http_status,
                              std::string_view error,
                              std::string_view description) const {
    Refusal refusal{http_status, challenge_, std::string(error), std::string(description)};
    if (!error.empty()) {
        refusal.www_authenticate +=
            ", error=\"" + refusal.error + "\", error_description=\"" + refusal.description + '"';
    }
    return refusal;
}

}  // namespace toolhost::identity
