#include "simulator/auth/oauth.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "simulator/auth/assertion.hpp"
#include "simulator/auth/base64.hpp"
#include "simulator/auth/password.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

constexpr std::string_view kJwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

Refusal because(std::string reason) {
    return {401, std::move(reason), std::nullopt};
}

struct ClientCredentials {
    std::string id;
    std::string secret;
};

/// From the form, else from Basic authentication.
ClientCredentials clientOf(const Request& request, const Parameters& form) {
    if (form.find("client_id")) {
        return {std::string(form.get("client_id")), std::string(form.get("client_secret"))};
    }
    constexpr std::string_view kBasic = "Basic ";
    if (!request.authorization.starts_with(kBasic)) return {};
    const auto pair = decodeBase64(request.authorization.substr(kBasic.size()));
    if (!pair) return {};
    const auto colon = pair->find(':');
    if (colon == std::string::npos) return {};
    return {pair->substr(0, colon), pair->substr(colon + 1)};
}

bool isForm(const Request& request) {
    return lower(request.content_type).starts_with("application/x-www-form-urlencoded");
}

}  // namespace

Reply OAuth::answer(const Request& request, Records& records, Seconds now) {
    const auto granted = grant(request, records, now);
    if (granted) return tokenReply(granted.value(), now);
    log_.event("sim.token.refused", {{"reason", granted.refusal().message}});
    return jsonReply(401, {{"error_description", "access_denied"}, {"error", "server_error"}});
}

Result<OAuth::Granted> OAuth::grant(const Request& request, Records& records, Seconds now) {
    if (request.method != "POST") return because("the method is not POST");
    if (!isForm(request)) return because("the body is no form");
    const auto form = Parameters::parse(request.body);
    const auto credentials = clientOf(request, form);
    const auto* client = findClient(credentials.id);
    if (client == nullptr) return because("no such client_id is registered");
    if (!sameSecret(client->secret, credentials.secret)) return because("wrong client_secret");
    const auto type = form.get("grant_type");
    if (type == kJwtBearer) return grantJwt(*client, form.get("assertion"), records, now);
    if (type == "password") return grantPassword(*client, form, records);
    if (type == "refresh_token") return grantRefresh(*client, form, now);
    return because("grant_type " + std::string(type) + " is not enabled on this instance");
}

Result<OAuth::Granted> OAuth::grantJwt(const OAuthClient& client,
                                       std::string_view assertion,
                                       Records& records,
                                       Seconds now) {
    const auto verified = verifyAssertion(assertion, client, now);
    if (!verified) return verified.refusal();
    const auto& claims = verified.value();
    const auto user = findCaller(records, client.jwt->user_field, claims.subject);
    if (!user) return because("sub names no active user by " + client.jwt->user_field);
    if (user->isAdmin()) return because("an admin may not sign in by JWT bearer");
    if (!tokens_.useOnce(client.id + "/" + claims.id, claims.expires + kClockSkew, now)) {
        return because("the jti was used before");
    }
    return Granted{{client.id, user->sys_id}, Granted::Refresh::No};
}

Result<OAuth::Granted> OAuth::grantPassword(const OAuthClient& client,
                                            const Parameters& form,
                                            Records& records) {
    if (client.secret.empty()) return because("the password grant needs a client with a secret");
    const auto user = signIn(records, form.get("username"), form.get("password"));
    if (!user) return because("wrong username or password, or the user is not active");
    return Granted{{client.id, user->sys_id}, Granted::Refresh::Yes};
}

Result<OAuth::Granted> OAuth::grantRefresh(const OAuthClient& client,
                                           const Parameters& form,
                                           Seconds now) {
    auto grant = tokens_.findRefresh(form.get("refresh_token"), now);
    if (!grant || grant->client_id != client.id) return because("unknown refresh_token");
    return Granted{std::move(*grant), Granted::Refresh::Yes};
}

const OAuthClient* OAuth::findClient(std::string_view id) const {
    const auto found = std::find_if(
        clients_.begin(), clients_.end(), [&](const auto& client) { return client.id == id; });
    return found == clients_.end() ? nullptr : &*found;
}

Reply OAuth::tokenReply(const Granted& granted, Seconds now) {
    nlohmann::json body{{"access_token", tokens_.issueAccess(granted.grant, now)},
                        {"scope", "useraccount"},
                        {"token_type", "Bearer"},
                        {"expires_in", Tokens::kAccessLife.count() - 1}};
    if (granted.refresh == Granted::Refresh::Yes) {
        body["refresh_token"] = tokens_.issueRefresh(granted.grant, now);
    }
    return jsonReply(200, body);
}

}  // namespace toolhost::sim
