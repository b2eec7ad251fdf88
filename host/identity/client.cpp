#include "identity/client.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "identity/jwk_set.hpp"
#include "identity/names.hpp"
#include "identity/redirect_uris.hpp"

namespace toolhost::identity {
namespace {

constexpr std::size_t kRedirectUrisMax = 10;

bool isAmong(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string nameFault(const ClientRequest& request) {
    if (!request.name.empty() && !isName(request.name)) {
        return "the name must be at most 255 bytes of UTF-8 without control characters";
    }
    if (request.acts_as && !isName(*request.acts_as)) {
        return "the user to act as must be 1 to 255 bytes of UTF-8 without control characters";
    }
    return {};
}

std::string scopeFault(const ClientRequest& request) {
    for (const auto& scope : request.scopes) {
        if (!hasScope(supportedScopes(), scope)) {
            return "there is no scope " + base::quoted(scope) +
                   base::didYouMean(scope, supportedScopes()) +
                   "; known are: " + base::join(supportedScopes(), ", ");
        }
    }
    return {};
}

std::string redirectsFault(const ClientRequest& request) {
    if (request.redirect_uris.size() > kRedirectUrisMax) {
        return "it has more than 10 redirect URIs";
    }
    for (const auto& uri : request.redirect_uris) {
        if (const auto fault = redirectFault(uri); !fault.empty()) {
            return "the redirect URI " + base::quoted(uri.substr(0, 200)) + " is refused: " + fault;
        }
    }
    return {};
}

/// A private key in there is everybody's by now.
bool hasPrivateKey(const std::string& jwks) {
    const auto set = nlohmann::json::parse(jwks, nullptr, false);
    if (!set.is_object() || !set.contains("keys")) return false;
    const auto& keys = set["keys"];
    return std::any_of(keys.begin(), keys.end(), [](const nlohmann::json& key) {
        return key.is_object() && (key.contains("d") || key.contains("k"));
    });
}

std::string keyFault(const ClientRequest& request) {
    if (request.proof != ClientProof::Key) {
        return request.jwks.empty() ? "" : "keys are for private_key_jwt only";
    }
    if (request.jwks.empty()) return "private_key_jwt needs the client's public keys (jwks)";
    const auto keys = JwkSet::parse(request.jwks);
    if (!keys.ok()) return "its keys cannot be used: " + keys.error().what;
    if (hasPrivateKey(request.jwks)) return "its keys contain a private key; make a new one";
    return {};
}

std::string grantFault(const ClientRequest& request) {
    for (const auto& grant : request.grants) {
        if (grant != kClientCredentials && grant != kAuthorizationCode && grant != kRefreshToken) {
            return "there is no grant type " + base::quoted(grant);
        }
    }
    if (request.proof == ClientProof::None && isAmong(request.grants, kClientCredentials)) {
        return "a client without a secret or a key cannot use client_credentials";
    }
    const bool wants_code = isAmong(request.grants, kAuthorizationCode) ||
                            (request.grants.empty() && request.proof == ClientProof::None);
    if (wants_code && request.redirect_uris.empty()) {
        return "a client that signs users in needs a redirect URI";
    }
    return {};
}

std::vector<std::string> grantsOf(const ClientRequest& request) {
    if (!request.grants.empty()) return request.grants;
    std::vector<std::string> grants;
    if (!request.redirect_uris.empty()) {
        grants = {std::string(kAuthorizationCode), std::string(kRefreshToken)};
    }
    if (request.proof != ClientProof::None) grants.emplace_back(kClientCredentials);
    return grants;
}

}  // namespace

bool Client::mayUse(std::string_view grant) const {
    return isAmong(grants, grant);
}

std::string faultOf(const ClientRequest& request) {
    for (const auto check : {nameFault, scopeFault, redirectsFault, keyFault, grantFault}) {
        if (auto fault = check(request); !fault.empty()) return fault;
    }
    return {};
}

Client clientFrom(const ClientRequest& request, std::string id, base::WallTime now) {
    return Client{.id = std::move(id),
                  .name = request.name,
                  .acts_as = request.acts_as,
                  .scopes = request.scopes.empty() ? supportedScopes() : request.scopes,
                  .created = std::chrono::floor<std::chrono::microseconds>(now),
                  .disabled = std::nullopt,
                  .proof = request.proof,
                  .origin = request.origin,
                  .grants = grantsOf(request),
                  .redirect_uris = request.redirect_uris,
                  .jwks = request.jwks,
                  .may_introspect = request.may_introspect};
}

}  // namespace toolhost::identity
