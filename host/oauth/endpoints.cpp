#include "oauth/endpoints.hpp"

#include <utility>

#include "oauth/authorize_endpoint.hpp"
#include "oauth/client_authenticator.hpp"
#include "oauth/client_directory.hpp"
#include "oauth/client_documents.hpp"
#include "oauth/consents.hpp"
#include "oauth/grants.hpp"
#include "oauth/metadata.hpp"
#include "oauth/refusal.hpp"
#include "oauth/registration_endpoint.hpp"
#include "oauth/registration_tokens.hpp"
#include "oauth/token_endpoint.hpp"
#include "oauth/token_status.hpp"
#include "oauth/transit.hpp"
#include "oauth/user_grants.hpp"
#include "oauth/witness.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::string_view kTokenPath = "/oauth/token";
constexpr std::string_view kRevokePath = "/oauth/revoke";
constexpr std::string_view kIntrospectPath = "/oauth/introspect";
constexpr std::string_view kRegisterPath = "/oauth/register";
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kJwkSet = "application/jwk-set+json";

/// Browser clients read these from anywhere; nothing in them is anybody's secret.
Headers publicHeaders() {
    return {{"Access-Control-Allow-Origin", "*"}, {"X-Content-Type-Options", "nosniff"}};
}

Response preflight() {
    Response response{204, publicHeaders(), {}};
    response.headers.emplace_back("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    response.headers.emplace_back("Access-Control-Allow-Headers", "*");
    response.headers.emplace_back("Access-Control-Max-Age", "600");
    return response;
}

Response notAllowed() {
    auto response =
        toResponse({405, "invalid_request", "this document takes GET, HEAD and OPTIONS"}, {});
    response.headers.emplace_back("Allow", "GET, HEAD, OPTIONS");
    return response;
}

}  // namespace

/// Everything behind the paths, in the order in which one builds on another.
struct Endpoints::Rooms {
    Rooms(const ServerParts& parts, const crypto::Sealer& sealer)
        : witness(parts.trail, parts.log),
          grants(parts.database,
                 parts.revocations,
                 sealer.deriveFor("refresh-answers"),
                 parts.settings,
                 parts.token_settings.token_lifetime_max),
          consents(parts.database),
          registration_tokens(parts.database),
          transit(sealer.deriveFor("authorization-requests")),
          documents(parts.settings, parts.outbound, parts.clock, parts.log),
          directory(parts.clients, documents),
          authenticator(parts.addresses, parts.clients, parts.database, parts.clock),
          user_grants(parts.addresses, parts.users, grants, parts.issuer, witness),
          token({.addresses = parts.addresses,
                 .settings = parts.token_settings,
                 .authenticator = authenticator,
                 .user_grants = user_grants,
                 .issuer = parts.issuer,
                 .clock = parts.clock}),
          authorize({.addresses = parts.addresses,
                     .settings = parts.settings,
                     .clients = directory,
                     .users = parts.users,
                     .grants = grants,
                     .consents = consents,
                     .transit = transit,
                     .witness = witness,
                     .clock = parts.clock}),
          status({.addresses = parts.addresses,
                  .authenticator = authenticator,
                  .access_tokens = parts.access_tokens,
                  .users = parts.users,
                  .revocations = parts.revocations,
                  .grants = grants,
                  .witness = witness,
                  .clock = parts.clock}),
          registration({.addresses = parts.addresses,
                        .settings = parts.settings,
                        .clients = parts.clients,
                        .tokens = registration_tokens,
                        .witness = witness,
                        .clock = parts.clock}) {}

    Witness witness;
    Grants grants;
    Consents consents;
    RegistrationTokens registration_tokens;
    Transit transit;
    ClientDocuments documents;
    ClientDirectory directory;
    ClientAuthenticator authenticator;
    UserGrants user_grants;
    TokenEndpoint token;
    AuthorizeEndpoint authorize;
    TokenStatus status;
    RegistrationEndpoint registration;
};

std::vector<store::Migrations> migrations() {
    return {Grants::migrations(),
            Consents::migrations(),
            ClientAuthenticator::migrations(),
            RegistrationTokens::migrations()};
}

Endpoints::Endpoints(const ServerParts& parts, const crypto::Sealer& sealer)
    : rooms_(std::make_unique<Rooms>(parts, sealer)) {
    const auto metadata =
        authorizationServerMetadata(parts.addresses,
                                    {.has_registration = rooms_->registration.isOpen(),
                                     .takes_client_documents = rooms_->documents.areTaken()});
    const Document server{std::string(kJson), metadata};
    const Document resource{std::string(kJson), protectedResourceMetadata(parts.addresses)};
    documents_ = {{"/.well-known/oauth-authorization-server", server},
                  {"/.well-known/openid-configuration", server},
                  {"/.well-known/oauth-protected-resource", resource},
                  {"/.well-known/oauth-protected-resource/mcp", resource},
                  {"/.well-known/jwks.json", {std::string(kJwkSet), parts.keys.jwks()}}};
}

Endpoints::~Endpoints() = default;

bool Endpoints::serves(std::string_view path) const {
    return path.starts_with("/oauth/") || path.starts_with("/.well-known/");
}

void Endpoints::handle(const Request& request, const Respond& respond) const {
    if (request.path == kTokenPath) return rooms_->token.handle(request, respond);
    if (const auto document = documents_.find(request.path); document != documents_.end()) {
        return respond(read(document->second, request.method));
    }
    if (rooms_->authorize.serves(request.path)) return respond(rooms_->authorize.answer(request));
    if (request.path == kRevokePath) return respond(rooms_->status.revoke(request));
    if (request.path == kIntrospectPath) return respond(rooms_->status.introspect(request));
    if (request.path == kRegisterPath && rooms_->registration.isOpen()) {
        return respond(rooms_->registration.answer(request));
    }
    // JSON also here: clients that probe a well-known path fail on a page of HTML.
    respond(toResponse({404, "not_found", "there is nothing at this address"}, {}));
}

Response Endpoints::read(const Document& document, const std::string& method) {
    if (method == "OPTIONS") return preflight();
    if (method != "GET" && method != "HEAD") return notAllowed();
    Response response{200, publicHeaders(), method == "GET" ? document.body : std::string()};
    response.headers.emplace_back("Content-Type", document.content_type);
    response.headers.emplace_back("Cache-Control", "public, max-age=300");
    return response;
}

}  // namespace toolhost::oauth
