#include "oauth/metadata.hpp"

#include <nlohmann/json.hpp>

#include "identity/names.hpp"

namespace toolhost::oauth {

using Json = nlohmann::json;

std::string authorizationServerMetadata(const identity::Addresses& addresses) {
    // RFC 8414 lets a server without interactive grants leave the authorization endpoint out, but
    // the official MCP clients refuse metadata without it; ours exists and says that it has none.
    return Json{{"issuer", addresses.issuer},
                {"authorization_endpoint", addresses.authorization_endpoint},
                {"token_endpoint", addresses.token_endpoint},
                {"jwks_uri", addresses.jwks_uri},
                {"response_types_supported", Json::array()},
                {"grant_types_supported", Json::array({"client_credentials"})},
                {"token_endpoint_auth_methods_supported",
                 Json::array({"client_secret_basic", "client_secret_post"})},
                {"scopes_supported", identity::supportedScopes()}}
        .dump();
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
