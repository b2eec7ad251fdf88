#include "simulator/auth/oauth.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "simulator/auth/assertion.hpp"
#include "simulator/auth/base64.hpp"
#include "simulator/auth/client_credentials.hpp"
#include "simulator/auth/password.hpp"
#include "simulator/auth/reason.hpp"
#include "simulator/auth/trust.hpp"
#include "simulator/refusals.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

constexpr std::string_view kJwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// A public client need not prove itself, and must not by a wrong secret.
bool provesItself(const Application& client, std::string_view secret) {
    if (secret.empty()) return client.is_public;
    return sameSecret(client.secret, secret);
}

bool isForm(const Request& request) {
    return lower(request.content_type).starts_with("application/x-www-form-urlencoded");
}

Reply opaque() {
    return jsonReply(401, {{"error_description", "access_denied"}, {"error", "server_error"}});
}

Reply redirect(const std::string& to) {
    return {302, {}, {}, {{"Location", to}}, {}};
}

}  // namespace

Reply OAuth::answer(const Request& request, Records& records, Seconds now) {
    if (request.path == "/oauth_auth.do") return authorize(request, records, now);
    if (request.path == "/oauth_revoke.do") return revoke(request);
    return answerToken(request, records, now);
}

Reply OAuth::answerToken(const Request& request, Records& records, Seconds now) {
    const auto form = Parameters::parse(isForm(request) ? request.body : std::string());
    const auto granted = grant(request, form, records, now);
    if (granted) return tokenReply(granted.value(), now);
    log_.event("sim.token.refused", {{"reason", granted.refusal().message}});
    const Properties properties(records.session());
    const bool told = form.get("grant_type") == kJwtBearer &&
                      properties.get(properties::kJwtFailure) == "invalid_grant";
    if (told) return jsonReply(400, {{"error", "invalid_grant"}});
    return opaque();
}

Result<OAuth::Granted> OAuth::grant(const Request& request,
                                    const Parameters& form,
                                    Records& records,
                                    Seconds now) {
    if (request.method != "POST") return because("the method is not POST");
    if (!isForm(request)) return because("the body is no form");
    const auto credentials = clientCredentialsOf(request, form);
    const auto client = clients_.find(credentials.id, records);
    if (!client) return because("no such client_id is registered");
    if (!provesItself(*client, credentials.secret)) return because("wrong client_secret");
    if (!client->active) return because("the application is not active");
    if (client->secret_expired) return because("the client_secret has expired");
    const Properties properties(records.session());
    return grantByType({*client, form, records, properties, now});
}

Result<OAuth::Granted> OAuth::grantByType(const Asking& asking) {
    const auto type = asking.form.get("grant_type");
    if (asking.client.disabled_grants.contains(type)) {
        return because("grant_type " + std::string(type) + " is disabled for the application");
    }
    if (type == kJwtBearer) return grantJwt(asking);
    if (type == "password") return grantPassword(asking);
    if (type == "refresh_token") return grantRefresh(asking);
    if (type == "client_credentials") return grantCredentials(asking);
    if (type == "authorization_code") return grantCode(asking);
    return because("grant_type '" + std::string(type) + "' is unknown");
}

Result<OAuth::Granted> OAuth::grantJwt(const Asking& asking) {
    const auto& client = asking.client;
    const auto assertion = asking.form.get("assertion");
    const auto found = findVerifier(client.id, keyIdOf(assertion), asking.records, asking.now);
    if (!found) return found.refusal();
    const auto& verifier = found.value();
    const auto verified = verifyAssertion(assertion, client.id, verifier, asking.now);
    if (!verified) return verified.refusal();
    const auto& claims = verified.value();
    const auto user = findCaller(asking.records, verifier.user_field, claims.subject);
    if (!user) return because("sub names no active user by " + verifier.user_field);
    if (user->isAdmin()) return because("an admin may not sign in by JWT bearer");
    const auto forgotten = claims.expires + verifier.clock_skew;
    const bool is_new =
        !verifier.jti_once || tokens_.useOnce(client.id + "/" + claims.id, forgotten, asking.now);
    if (!is_new) return because("the jti was used before");
    return Granted{{client.id, user->sys_id}, Granted::Refresh::No, client};
}

Result<OAuth::Granted> OAuth::grantPassword(const Asking& asking) {
    const auto& client = asking.client;
    if (client.is_public) return because("the password grant needs a client with a secret");
    const auto user =
        signIn(asking.records, asking.form.get("username"), asking.form.get("password"));
    if (!user) return because("wrong username or password, or the user is not active");
    const auto row = asking.records.find(asking.records.schema().table("sys_user"), user->sys_id);
    if (row && row->get("web_service_access_only") == "true") {
        return because("the user may use web services only and cannot sign in by password");
    }
    return Granted{{client.id, user->sys_id}, Granted::Refresh::Yes, client};
}

Result<OAuth::Granted> OAuth::grantRefresh(const Asking& asking) {
    auto grant = tokens_.findRefresh(asking.form.get("refresh_token"), asking.now);
    if (!grant || grant->client_id != asking.client.id) return because("unknown refresh_token");
    if (!findCaller(asking.records, "sys_id", grant->user)) {
        return because("the user is not active");
    }
    return Granted{std::move(*grant), Granted::Refresh::Yes, asking.client};
}

Result<OAuth::Granted> OAuth::grantCredentials(const Asking& asking) {
    const auto& client = asking.client;
    if (client.is_public) return because("client_credentials need a client with a secret");
    if (!asking.properties.isTrue(properties::kClientCredentials)) {
        return because("the property " + std::string(properties::kClientCredentials) +
                       " is not true");
    }
    if (client.user.empty()) return because("the client has no application user");
    const auto user = findCaller(asking.records, "sys_id", client.user);
    if (!user) return because("the application user is not active");
    return Granted{{client.id, user->sys_id}, Granted::Refresh::No, client};
}

Result<OAuth::Granted> OAuth::grantCode(const Asking& asking) {
    const auto& form = asking.form;
    const auto code = tokens_.useCode(form.get("code"), asking.now);
    if (!code || code->grant.client_id != asking.client.id) return because("unknown code");
    if (code->redirect_uri != form.get("redirect_uri")) return because("another redirect_uri");
    if (!answersChallenge(code->challenge, form.get("code_verifier"))) {
        return because("the code_verifier does not answer the code_challenge");
    }
    return Granted{code->grant, Granted::Refresh::Yes, asking.client};
}

/// The browser's part of the code grant. Who asks signs in by Basic authentication, and allows what
/// the application asks for by that.
Reply OAuth::authorize(const Request& request, Records& records, Seconds now) {
    const auto user = signInBasic(request.authorization, records);
    if (!user) return refusalReply(refusals::notAuthenticated());
    const auto& query = request.query;
    const auto client = clients_.find(query.get("client_id"), records);
    const std::string target(query.get("redirect_uri"));
    const bool known =
        client && client->active &&
        std::find(client->redirect_uris.begin(), client->redirect_uris.end(), target) !=
            client->redirect_uris.end();
    const bool challenged = !query.get("code_challenge").empty();
    const bool strong = !challenged || query.get("code_challenge_method") == "S256";
    const bool allowed = known && !client->disabled_grants.contains("authorization_code") &&
                         query.get("response_type") == "code" && strong &&
                         (challenged || !client->is_public);
    if (!allowed) {
        log_.event("sim.code.refused", {{"client", query.get("client_id")}});
        return opaque();
    }
    const auto code = tokens_.issueCode(
        {{client->id, user->sys_id}, target, std::string(query.get("code_challenge"))}, now);
    const auto separator = target.find('?') == std::string::npos ? "?" : "&";
    return redirect(target + separator + "code=" + code +
                    "&state=" + percentEncoded(query.get("state")));
}

Reply OAuth::revoke(const Request& request) {
    const auto form = Parameters::parse(isForm(request) ? request.body : request.raw_query);
    tokens_.revoke(form.get("token"));
    return {200, std::string(kJsonType), {}, {}, {}};
}

Reply OAuth::tokenReply(const Granted& granted, Seconds now) {
    const auto& client = granted.client;
    nlohmann::json body{
        {"access_token", tokens_.issueAccess(granted.grant, now + client.access_life, now)},
        {"scope", "useraccount"},
        {"token_type", "Bearer"},
        {"expires_in", client.access_life.count() - 1}};
    if (granted.refresh == Granted::Refresh::Yes) {
        body["refresh_token"] = tokens_.issueRefresh(granted.grant, now + client.refresh_life, now);
    }
    return jsonReply(200, body);
}

}  // namespace toolhost::sim
