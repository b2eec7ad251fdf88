#include "oauth/token_endpoint.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "identity/names.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::size_t kClaimedIdBytesMax = 255;
constexpr std::array kGrantTypes{
    identity::kClientCredentials, identity::kAuthorizationCode, identity::kRefreshToken};

/// The grant type asked for, as the record has it: one we know, or that it is another.
std::string grantNamed(const Form& form) {
    const auto asked = form.text("grant_type");
    for (const auto known : kGrantTypes) {
        if (asked == known) return asked;
    }
    return "unsupported";
}

/// The order as far as it is known of somebody who only claims to be this client.
TokenOrder orderOf(const ClientRequestForm& request, const std::string& peer) {
    TokenOrder order;
    // A stranger's word goes into the audit trail, but not without end.
    order.grant.client_id = request.credentials.client_id.substr(0, kClaimedIdBytesMax);
    order.actor.client_id = order.grant.client_id;
    order.details = {{"grant", grantNamed(request.form)},
                     {"authentication", std::string(request.credentials.method)},
                     {"peer", peer}};
    return order;
}

/// The order of a client that has shown who it is.
void nameClient(const identity::Client& client, TokenOrder& order) {
    order.grant.subject = client.id;
    order.grant.client_id = client.id;
    order.grant.scopes = client.scopes;
    order.actor = {.subject = client.id,
                   .client_id = client.id,
                   .user = client.acts_as,
                   .scopes = client.scopes,
                   .token_id = {},
                   .evidence = identity::Evidence::Secret};
}

/// Narrows the order to the scopes asked for.
std::optional<Refusal> scopeFault(const Form& form,
                                  const identity::Client& client,
                                  TokenOrder& order) {
    const auto* scope = form.find("scope");
    if (scope == nullptr) return std::nullopt;
    auto scopes = identity::parseScopes(*scope);
    if (!scopes) return Refusal{400, "invalid_scope", "scope is malformed"};
    order.grant.scopes = std::move(*scopes);
    for (const auto& wanted : order.grant.scopes) {
        if (!identity::hasScope(client.scopes, wanted)) {
            return Refusal{400, "invalid_scope", "scope is more than the client is registered for"};
        }
    }
    return std::nullopt;
}

Response given(std::string body) {
    return {200, tokenHeaders(), std::move(body)};
}

}  // namespace

TokenEndpoint::TokenEndpoint(const Parts& parts)
    : addresses_(parts.addresses),
      client_token_lifetime_(parts.settings.client_token_lifetime),
      user_token_lifetime_(parts.settings.user_token_lifetime),
      authenticator_(parts.authenticator),
      user_grants_(parts.user_grants),
      issuer_(parts.issuer),
      clock_(parts.clock) {}

void TokenEndpoint::handle(const Request& request, const Respond& respond) const {
    auto recognized = recognize(request);
    if (const auto* refusal = std::get_if<Refusal>(&recognized)) return respond(refused(*refusal));
    auto& known = std::get<Known>(recognized);
    const auto& form = known.request.form;
    const auto asked = form.text("grant_type");
    if (asked == identity::kClientCredentials) return giveOwnToken(std::move(known), respond);
    if (asked == identity::kAuthorizationCode || asked == identity::kRefreshToken) {
        return giveUserToken(known, respond);
    }
    const Refusal refusal =
        asked.empty() ? Refusal{400, "invalid_request", "grant_type is missing"}
                      : Refusal{400, "unsupported_grant_type", "there is no such grant type here"};
    respond(refused(deny(known.order, refusal)));
}

std::variant<TokenEndpoint::Known, Refusal> TokenEndpoint::recognize(const Request& request) const {
    auto read = readClientRequest(request);
    if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
    auto& asked = std::get<ClientRequestForm>(read);
    auto order = orderOf(asked, request.peer);
    auto client = authenticator_.authenticate(asked.credentials);
    if (!client) {
        return deny(order, {401, "invalid_client", "the client id or its credentials are wrong"});
    }
    nameClient(*client, order);
    return Known{std::move(asked), std::move(client), std::move(order)};
}

void TokenEndpoint::giveOwnToken(Known known, const Respond& respond) const {
    known.order.grant.lifetime = client_token_lifetime_;
    if (auto fault = ownTokenFault(known)) {
        return respond(refused(deny(known.order, *std::move(fault))));
    }
    issuer_.issue(
        known.order,
        [respond, issuer = addresses_.issuer](const base::Result<identity::IssuedToken>& issued) {
            // The reason is in the log; a client can only try again.
            respond(issued ? given(tokenBody(issued.value(), nullptr))
                           : formRefused({503, "server_error", "try again later"}, issuer));
        });
}

std::optional<Refusal> TokenEndpoint::ownTokenFault(Known& known) const {
    const auto& form = known.request.form;
    if (!known.client->mayUse(identity::kClientCredentials)) {
        return Refusal{400, "unauthorized_client", "the client may not use this grant type"};
    }
    if (auto fault = scopeFault(form, *known.client, known.order)) return fault;
    for (const auto& resource : form.all("resource")) {
        if (resource != addresses_.resource && !resource.empty()) {
            return Refusal{400, "invalid_target", "resource is not " + addresses_.resource};
        }
    }
    return std::nullopt;
}

void TokenEndpoint::giveUserToken(const Known& known, const Respond& respond) const {
    const auto& form = known.request.form;
    UserTokenRequest request{form, *known.client, known.order};
    request.order.grant.lifetime = user_token_lifetime_;
    const bool is_code = form.text("grant_type") == identity::kAuthorizationCode;
    const auto now = clock_.wall();
    const auto verdict = is_code ? user_grants_.redeemCode(std::move(request), now)
                                 : user_grants_.refresh(std::move(request), now);
    if (const auto* refusal = std::get_if<Refusal>(&verdict)) return respond(refused(*refusal));
    respond(given(std::get<std::string>(verdict)));
}

Refusal TokenEndpoint::deny(const TokenOrder& order, Refusal refusal) const {
    issuer_.recordDenial(order, refusal.error);
    return refusal;
}

Response TokenEndpoint::refused(const Refusal& refusal) const {
    return formRefused(refusal, addresses_.issuer);
}

}  // namespace toolhost::oauth
