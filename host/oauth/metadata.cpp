#include "oauth/metadata.hpp"

#include <nlohmann/json.hpp>

#include "identity/client.hpp"
#include "identity/names.hpp"
#include "oauth/presented_credentials.hpp"

namespace toolhost::oauth {

namespace {

using Json = nlohmann::json;

/// Refresh tokens are asked for by this scope, so it is named to clients, and never as one that a
/// tool needs.
std::vector<std::string> scopes() {
    auto all = identity::supportedScopes();
    all.emplace_back(identity::kOfflineScope);
    return all;
}

}  // namespace

std::string authorizationServerMetadata(const identity::Addresses& addresses,
                                        const ServerAbilities& abilities) {
    const Json confidential = {kBasic, kPost, kKeyJwt};
    const Json all = {kBasic, kPost, kKeyJwt, kNone};
    const Json algorithms = {"ES256", "RS256", "EdDSA"};
    Json metadata{
        {"issuer", addresses.issuer},
        {"authorization_endpoint", addresses.authorization_endpoint},
        {"token_endpoint", addresses.token_endpoint},
        {"jwks_uri", addresses.jwks_uri},
        {"revocation_endpoint", addresses.revocation_endpoint},
        {"introspection_endpoint", addresses.introspection_endpoint},
        {"response_types_supported", Json::array({"code"})},
        {"response_modes_supported", Json::array({"query"})},
        {"grant_types_supported",
         {identity::kAuthorizationCode, identity::kRefreshToken, identity::kClientCredentials}},
        {"code_challenge_methods_supported", Json::array({"S256"})},
        {"prompt_values_supported", {"none", "login", "consent", "select_account"}},
        {"token_endpoint_auth_methods_supported", all},
        {"token_endpoint_auth_signing_alg_values_supported", algorithms},
        {"revocation_endpoint_auth_methods_supported", all},
        {"revocation_endpoint_auth_signing_alg_values_supported", algorithms},
        {"introspection_endpoint_auth_methods_supported", confidential},
        {"introspection_endpoint_auth_signing_alg_values_supported", algorithms},
        {"scopes_supported", scopes()},
        {"authorization_response_iss_parameter_supported", true}};
    if (abilities.has_registration) {
        metadata["registration_endpoint"] = addresses.registration_endpoint;
    }
    if (abilities.takes_client_documents) metadata["client_id_metadata_document_supported"] = true;
    return metadata.dump();
}

std::string protectedResourceMetadata(const identity::Addresses& addresses) {
    return Json{{"resource", addresses.resource},
                {"resource_name", "toolhost"},
                {"authorization_servers", Json::array({addresses.issuer})},
                {"scopes_supported", identity::supportedScopes()},
                {"bearer_methods_supported", Json::array({"header"})}}
        .dump();
}

}  // namespace toolhost::oauth
