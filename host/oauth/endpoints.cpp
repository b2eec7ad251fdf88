#include "oauth/endpoints.hpp"

#include "oauth/metadata.hpp"
#include "oauth/refusal.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::string_view kTokenPath = "/oauth/token";
constexpr std::string_view kAuthorizePath = "/oauth/authorize";
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

Endpoints::Endpoints(const identity::Addresses& addresses,
                     const identity::Settings& settings,
                     const identity::KeyRing& keys,
                     const identity::Clients& clients,
                     const TokenIssuer& issuer)
    : token_(addresses, settings, clients, issuer) {
    const Document server{std::string(kJson), authorizationServerMetadata(addresses)};
    const Document resource{std::string(kJson), protectedResourceMetadata(addresses)};
    documents_ = {{"/.well-known/oauth-authorization-server", server},
                  {"/.well-known/openid-configuration", server},
                  {"/.well-known/oauth-protected-resource", resource},
                  {"/.well-known/oauth-protected-resource/mcp", resource},
                  {"/.well-known/jwks.json", {std::string(kJwkSet), keys.jwks()}}};
}

bool Endpoints::serves(std::string_view path) const {
    return path.starts_with("/oauth/") || path.starts_with("/.well-known/");
}

void Endpoints::handle(const Request& request, const Respond& respond) const {
    if (request.path == kTokenPath) return token_.handle(request, respond);
    if (const auto document = documents_.find(request.path); document != documents_.end()) {
        return respond(read(document->second, request.method));
    }
    if (request.path == kAuthorizePath) {
        return respond(toResponse({400,
                                   "unsupported_response_type",
                                   "this server signs in no users yet; use client_credentials"},
                                  {}));
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
