#include "oauth/user_grants.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "identity/names.hpp"
#include "oauth/pkce.hpp"

namespace toolhost::oauth {
namespace {

Refusal invalidGrant(std::string description) {
    return {400, "invalid_grant", std::move(description)};
}

Refusal unavailable() {
    return {503, "server_error", "try again later"};
}

Refusal missing(const std::string& parameter) {
    return {400, "invalid_request", parameter + " is missing"};
}

/// Narrows the order to the scopes asked for, which may be less than the grant's.
std::optional<Refusal> scopeFault(const Form& form, const Grant& grant, TokenOrder& order) {
    const auto* scope = form.find("scope");
    if (scope == nullptr) return std::nullopt;
    const auto wanted = identity::parseScopes(*scope);
    if (!wanted) return Refusal{400, "invalid_scope", "scope is malformed"};
    std::vector<std::string> scopes;
    for (const auto& each : *wanted) {
        if (each == identity::kOfflineScope) continue;
        if (!identity::hasScope(grant.scopes, each)) {
            return Refusal{400, "invalid_scope", "scope is more than the user has granted"};
        }
        scopes.push_back(each);
    }
    if (!scopes.empty()) order.grant.scopes = std::move(scopes);
    return std::nullopt;
}

}  // namespace

UserGrants::UserGrants(const identity::Addresses& addresses,
                       const identity::Users& users,
                       const Grants& grants,
                       const TokenIssuer& issuer,
                       const Witness& witness)
    : addresses_(addresses), users_(users), grants_(grants), issuer_(issuer), witness_(witness) {}

UserGrants::Verdict UserGrants::redeemCode(UserTokenRequest request, base::WallTime now) const {
    if (request.form.find("code") == nullptr) return deny(request, missing("code"));
    const base::Secret code(request.form.text("code"));
    const auto found = grants_.findCode(code);
    if (!found) return unavailable();
    const auto& terms = found.value();
    if (!terms || terms->grant.client_id != request.client.id) {
        return deny(request, invalidGrant("there is no such code, or it is another client's"));
    }
    nameUser(terms->grant, request.order);
    if (terms->is_redeemed) return endFamily(request, terms->grant, now);
    if (auto fault = codeFault(request, *terms, now)) return deny(request, *std::move(fault));
    const bool is_refreshable = request.client.mayUse(identity::kRefreshToken);
    const auto refresh_token = is_refreshable ? makeToken() : base::Secret();
    const auto* next = is_refreshable ? &refresh_token : nullptr;
    auto issued = issuer_.issueFor(request.order, [&](const identity::IssuedToken&) -> Fault {
        const auto is_ours = grants_.redeem(code, *terms, next, now);
        if (!is_ours) return unavailable();
        if (!is_ours.value()) return endFamily(request, terms->grant, now);
        return std::nullopt;
    });
    if (auto* refusal = std::get_if<Refusal>(&issued)) return std::move(*refusal);
    return tokenBody(std::get<identity::IssuedToken>(issued), next);
}

UserGrants::Verdict UserGrants::refresh(UserTokenRequest request, base::WallTime now) const {
    if (request.form.find("refresh_token") == nullptr) {
        return deny(request, missing("refresh_token"));
    }
    const base::Secret token(request.form.text("refresh_token"));
    const auto found = grants_.findRefreshToken(token);
    if (!found) return unavailable();
    const auto& terms = found.value();
    // A stranger who holds somebody's token ends nothing with it.
    if (!terms || terms->grant.client_id != request.client.id) {
        return deny(request, invalidGrant("there is no such refresh token for this client"));
    }
    nameUser(terms->grant, request.order);
    if (auto fault = refreshFault(request, *terms, now)) return deny(request, *std::move(fault));
    if (terms->rotated) {
        const bool is_late = now - *terms->rotated > Grants::kGrace;
        return is_late ? Verdict(endFamily(request, terms->grant, now))
                       : repeatAnswer(request, token, *terms);
    }
    if (auto fault = scopeFault(request.form, terms->grant, request.order)) {
        return deny(request, *std::move(fault));
    }
    const auto next = makeToken();
    std::string answer;
    auto issued =
        issuer_.issueFor(request.order, [&](const identity::IssuedToken& access_token) -> Fault {
            answer = tokenBody(access_token, &next);
            const auto is_ours = grants_.rotate({token, next, answer}, *terms, now);
            if (!is_ours) return unavailable();
            if (!is_ours.value()) return invalidGrant("another request has used it just now");
            return std::nullopt;
        });
    if (std::holds_alternative<identity::IssuedToken>(issued)) return answer;
    const auto again = grants_.findRefreshToken(token);
    const bool lost_a_race = again.ok() && again.value() && again.value()->rotated;
    if (lost_a_race) return repeatAnswer(request, token, *again.value());
    return std::get<Refusal>(std::move(issued));
}

UserGrants::Fault UserGrants::codeFault(const UserTokenRequest& request,
                                        const CodeTerms& terms,
                                        base::WallTime now) const {
    if (!request.client.mayUse(identity::kAuthorizationCode)) {
        return Refusal{400, "unauthorized_client", "the client may not use this grant type"};
    }
    if (now >= terms.expires) return invalidGrant("the code has expired");
    const auto* redirect = request.form.find("redirect_uri");
    if (redirect != nullptr && *redirect != terms.redirect_uri) {
        return invalidGrant("redirect_uri is not the one that the code was sent to");
    }
    if (!isVerifierOf(request.form.text("code_verifier"), terms.challenge)) {
        return invalidGrant("code_verifier does not fit the code_challenge");
    }
    if (!isStanding(terms.grant)) return invalidGrant("the user is gone or has a new password");
    return resourceFault(request.form);
}

UserGrants::Fault UserGrants::refreshFault(const UserTokenRequest& request,
                                           const RefreshTerms& terms,
                                           base::WallTime now) const {
    if (!request.client.mayUse(identity::kRefreshToken)) {
        return Refusal{400, "unauthorized_client", "the client may not use this grant type"};
    }
    if (terms.is_revoked) return invalidGrant("the refresh token has been revoked");
    if (now >= terms.expires) return invalidGrant("the refresh token has expired");
    if (!isStanding(terms.grant)) return invalidGrant("the user is gone or has a new password");
    return resourceFault(request.form);
}

UserGrants::Fault UserGrants::resourceFault(const Form& form) const {
    for (const auto& resource : form.all("resource")) {
        if (!resource.empty() && resource != addresses_.resource) {
            return Refusal{400, "invalid_target", "resource is not " + addresses_.resource};
        }
    }
    return std::nullopt;
}

bool UserGrants::isStanding(const Grant& grant) const {
    const auto user = users_.find(grant.user);
    return user && user->valid_from <= grant.granted;
}

/// The same answer again, without another token being made.
UserGrants::Verdict UserGrants::repeatAnswer(const UserTokenRequest& request,
                                             const base::Secret& token,
                                             const RefreshTerms& terms) const {
    auto answer = grants_.openAnswer(token, terms);
    if (!answer) return deny(request, invalidGrant("the refresh token has been used"));
    audit::Event event{.type = "token.repeat",
                       .outcome = audit::Outcome::Ok,
                       .actor = request.order.actor,
                       .target = request.client.id,
                       .call_id = {},
                       .details = request.order.details};
    event.details["family"] = terms.grant.family;
    witness_.note(event);
    return std::move(answer).value();
}

Refusal UserGrants::endFamily(const UserTokenRequest& request,
                              const Grant& grant,
                              base::WallTime now) const {
    audit::Event event{.type = "token.reuse",
                       .outcome = audit::Outcome::Denied,
                       .actor = request.order.actor,
                       .target = request.client.id,
                       .call_id = {},
                       .details = request.order.details};
    event.details["family"] = grant.family;
    event.details["severity"] = "high";
    const auto ended = grants_.revoke(grant.family, now);
    if (!ended) event.details["not_kept"] = ended.error().what;
    witness_.note(event);
    return invalidGrant("it was used before, so everything that came of it has been revoked");
}

Refusal UserGrants::deny(const UserTokenRequest& request, Refusal refusal) const {
    issuer_.recordDenial(request.order, refusal.error);
    return refusal;
}

void UserGrants::nameUser(const Grant& grant, TokenOrder& order) const {
    const auto user = users_.find(grant.user);
    order.grant.subject = grant.user;
    order.grant.scopes = grant.scopes;
    order.grant.family = grant.family;
    order.actor.subject = grant.user;
    order.actor.scopes = grant.scopes;
    order.actor.user = user ? std::optional(user->acts_as) : std::nullopt;
    order.details["family"] = grant.family;
}

std::string tokenBody(const identity::IssuedToken& issued, const base::Secret* refresh_token) {
    nlohmann::json body{{"access_token", issued.token.reveal()},
                        {"token_type", "Bearer"},
                        {"expires_in", issued.lifetime.count()},
                        {"scope", base::join(issued.scopes, " ")}};
    if (refresh_token != nullptr) body["refresh_token"] = refresh_token->reveal();
    return body.dump();
}

}  // namespace toolhost::oauth
