#include "oauth/token_endpoint.hpp"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "identity/names.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::string_view kGrantType = "client_credentials";
constexpr std::size_t kClaimedIdBytesMax = 255;
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

std::vector<std::string_view> valuesOf(const Headers& headers, std::string_view name) {
    std::vector<std::string_view> values;
    for (const auto& [field, value] : headers) {
        if (base::equalsIgnoringCase(field, name)) values.push_back(value);
    }
    return values;
}

/// What is wrong with the request before its form is read.
std::optional<Refusal> requestFault(const Request& request) {
    if (!request.query.empty()) {
        return Refusal{400, "invalid_request", "parameters in the URL are not accepted"};
    }
    const auto types = valuesOf(request.headers, "Content-Type");
    if (types.size() != 1 ||
        !base::equalsIgnoringCase(base::trim(types[0].substr(0, types[0].find(';'))), kFormType)) {
        return Refusal{
            400, "invalid_request", "Content-Type must be application/x-www-form-urlencoded"};
    }
    return std::nullopt;
}

/// The order as far as it is known of somebody who only claims to be this client.
TokenOrder orderOf(const PresentedCredentials& credentials, const std::string& peer) {
    TokenOrder order;
    // A stranger's word goes into the audit trail, but not without end.
    order.grant.client_id = credentials.client_id.substr(0, kClaimedIdBytesMax);
    order.actor.client_id = order.grant.client_id;
    order.details = {{"grant", std::string(kGrantType)},
                     {"authentication", std::string(credentials.method)},
                     {"peer", peer}};
    return order;
}

/// The order of a client that has shown its secret.
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

std::optional<Refusal> grantTypeFault(const Form& form) {
    const auto* grant_type = form.find("grant_type");
    if (grant_type == nullptr) return Refusal{400, "invalid_request", "grant_type is missing"};
    if (*grant_type != kGrantType) {
        return Refusal{400, "unsupported_grant_type", "only client_credentials is supported"};
    }
    return std::nullopt;
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

Response tokenResponse(const identity::IssuedToken& issued) {
    const nlohmann::json body{{"access_token", issued.token.reveal()},
                              {"token_type", "Bearer"},
                              {"expires_in", issued.lifetime.count()},
                              {"scope", base::join(issued.scopes, " ")}};
    return {200, tokenHeaders(), body.dump()};
}

Response methodRefused() {
    auto response = toResponse({405, "invalid_request", "the token endpoint takes POST only"}, {});
    response.headers.emplace_back("Allow", "POST");
    return response;
}

}  // namespace

TokenEndpoint::TokenEndpoint(const identity::Addresses& addresses,
                             const identity::Settings& settings,
                             const identity::Clients& clients,
                             const TokenIssuer& issuer)
    : addresses_(addresses),
      token_lifetime_(settings.client_token_lifetime),
      clients_(clients),
      issuer_(issuer) {}

void TokenEndpoint::handle(const Request& request, Respond respond) const {
    if (request.method != "POST") return respond(methodRefused());
    const auto verdict = judge(request);
    if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
        return respond(toResponse(*refusal, addresses_.issuer));
    }
    issuer_.issue(std::get<TokenOrder>(verdict),
                  [respond = std::move(respond),
                   issuer = addresses_.issuer](const base::Result<identity::IssuedToken>& issued) {
                      // The reason is in the log; a client can only try again.
                      respond(issued
                                  ? tokenResponse(issued.value())
                                  : toResponse({503, "server_error", "try again later"}, issuer));
                  });
}

TokenEndpoint::Verdict TokenEndpoint::judge(const Request& request) const {
    if (auto fault = requestFault(request)) return std::move(*fault);
    const auto form = parseForm(request.body);
    if (!form) return Refusal{400, "invalid_request", form.error().what};
    const auto found = findCredentials(valuesOf(request.headers, "Authorization"), form.value());
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    const auto& credentials = std::get<PresentedCredentials>(found);
    return judgeForm(form.value(), credentials, orderOf(credentials, request.peer));
}

TokenEndpoint::Verdict TokenEndpoint::judgeForm(const Form& form,
                                                const PresentedCredentials& credentials,
                                                TokenOrder order) const {
    const auto client = authenticate(credentials);
    if (!client) {
        return deny(order, {401, "invalid_client", "the client id or the secret is wrong"});
    }
    nameClient(*client, order);
    order.grant.lifetime = token_lifetime_;
    if (auto fault = grantFault(form, *client, order)) return deny(order, std::move(*fault));
    return order;
}

std::shared_ptr<const identity::Client> TokenEndpoint::authenticate(
    const PresentedCredentials& credentials) const {
    auto client = clients_.authenticate(credentials.client_id, credentials.client_secret.reveal());
    if (client || !credentials.raw_client_id) return client;
    return clients_.authenticate(*credentials.raw_client_id,
                                 credentials.raw_client_secret.reveal());
}

std::optional<Refusal> TokenEndpoint::grantFault(const Form& form,
                                                 const identity::Client& client,
                                                 TokenOrder& order) const {
    if (auto fault = grantTypeFault(form)) return fault;
    if (auto fault = scopeFault(form, client, order)) return fault;
    const auto* resource = form.find("resource");
    if (resource != nullptr && *resource != addresses_.resource) {
        return Refusal{400, "invalid_target", "resource is not " + addresses_.resource};
    }
    return std::nullopt;
}

Refusal TokenEndpoint::deny(const TokenOrder& order, Refusal refusal) const {
    issuer_.recordDenial(order, refusal.error);
    return refusal;
}

}  // namespace toolhost::oauth
