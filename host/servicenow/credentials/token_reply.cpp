#include "servicenow/credentials/token_reply.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "servicenow/exchange/api_reply.hpp"
#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {
namespace {

using std::chrono::seconds;

constexpr seconds kKeptAtMost{1500};
constexpr seconds kMargin{300};
constexpr seconds kShortLived{600};
constexpr seconds kLifetimeUnsaid{60};
constexpr seconds kRefusalKeptFor{30};
constexpr seconds kOutageKeptFor{5};
constexpr std::size_t kTokenBytesMax = 8192;

/// RFC 6750 §2.1 b64token.
bool isBearerToken(const std::string& text) {
    const auto isAllowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view("-._~+/=").find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= kTokenBytesMax &&
           std::all_of(text.begin(), text.end(), isAllowed);
}

seconds lifetimeOf(const Json& reply) {
    const Json& member = memberOf(reply, "expires_in");
    const std::string text = member.is_number() ? member.dump() : textOf(reply, "expires_in");
    std::int64_t lifetime = kLifetimeUnsaid.count();
    std::from_chars(text.data(), text.data() + text.size(), lifetime);
    return seconds(std::clamp<std::int64_t>(lifetime, 0, 86'400));
}

seconds keptFor(seconds lifetime) {
    if (lifetime < kShortLived) return lifetime * 8 / 10;
    return std::min(lifetime - kMargin, kKeptAtMost);
}

/// `error (error_description)` of RFC 6749 §5.2, cut to a length fit for a message.
std::string reasonOf(const Json& reply) {
    const std::string error = textOf(reply, "error");
    const std::string description = textOf(reply, "error_description");
    const std::string both = description.empty() ? error : error + " (" + description + ")";
    return both.substr(0, 300);
}

/// Told apart from refusals that name a cause, such as invalid_grant.
bool isOpaque(const Json& reply) {
    const std::string error = textOf(reply, "error");
    return error.empty() || error == "server_error" || error == "access_denied";
}

TokenReply refusal(const std::string& attempted, const outbound::Response& response, Grant grant) {
    const Json reply = parseJson(response.body).value_or(Json());
    Problem problem{.kind = Problem::Kind::Unauthorized,
                    .message = attempted + ": ServiceNow refused with " +
                               std::to_string(response.status) + ": " + reasonOf(reply),
                    .status = response.status,
                    .hint = "ServiceNow tells one error for most causes; check in this order: " +
                            std::string(causesOfRefusal(grant)) +
                            "; then the instance's system log. `toolhost servicenow check` finds "
                            "out which it is"};
    return {.authorization = std::move(problem),
            .keep_for = kRefusalKeptFor,
            .is_opaque = isOpaque(reply)};
}

TokenReply outage(Problem problem) {
    return {.authorization = std::move(problem), .keep_for = kOutageKeptFor};
}

TokenReply readToken(const std::string& attempted, const outbound::Response& response) {
    const auto reply = parseJson(response.body);
    const std::string token = reply ? textOf(*reply, "access_token") : std::string();
    if (!isBearerToken(token)) {
        return outage({.kind = Problem::Kind::Protocol,
                       .message = attempted + ": ServiceNow answered 200 without a usable token",
                       .status = response.status});
    }
    const std::string refresh = textOf(*reply, "refresh_token");
    return {.authorization = base::Secret("Bearer " + token),
            .keep_for = keptFor(lifetimeOf(*reply)),
            .refresh_token = base::Secret(isBearerToken(refresh) ? refresh : "")};
}

}  // namespace

TokenReply readTokenReply(const outbound::Outcome& answer, const TokenQuestion& question) {
    const std::string attempted = "get a token for " + base::quoted(question.subject) +
                                  " at instance " + base::quoted(question.instance);
    if (const auto* failure = std::get_if<outbound::Failure>(&answer)) {
        return outage(problemOf(*failure, attempted));
    }
    const auto& response = std::get<outbound::Response>(answer);
    if (isPage(response)) return outage(pageInsteadOfJson(attempted, response));
    if (response.status == 200) return readToken(attempted, response);
    if (response.status == 400 || response.status == 401 || response.status == 403) {
        return refusal(attempted, response, question.grant);
    }
    return outage(
        {.kind = response.status == 429 ? Problem::Kind::RateLimited : Problem::Kind::Unavailable,
         .message = attempted + ": ServiceNow answered " + std::to_string(response.status),
         .status = response.status,
         .hint = "try again in a few seconds"});
}

std::string_view causesOfRefusal(Grant grant) {
    switch (grant) {
        case Grant::JwtBearer:
            return "client_id and client_secret; that key_id and its certificate are in "
                   "jwt_verifier_map and the certificate is valid; that the user exists under the "
                   "configured user field, is active, not locked out and not an administrator "
                   "(administrators are refused); that the grant is enabled; that both clocks "
                   "agree";
        case Grant::Password:
            return "client_id and client_secret; user_name and password; that the user is active, "
                   "not locked out, needs no new password and no second factor; that the client "
                   "allows the grant";
        case Grant::ClientCredentials:
            return "client_id and client_secret; that the property "
                   "glide.oauth.inbound.client.credential.grant_type.enabled is true; that the "
                   "client has an OAuth Application User who is active and not locked out";
        case Grant::RefreshToken:
            return "client_id and client_secret; that the refresh token has not expired (100 days "
                   "by default) or been revoked; that its user is active and not locked out";
        case Grant::Basic:
        case Grant::ApiKey:
        case Grant::Passthrough:
            return "the credentials of the request itself";  // these ask for no token
    }
    return "";
}

}  // namespace toolhost::servicenow
