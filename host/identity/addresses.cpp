#include "identity/addresses.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace toolhost::identity {
namespace {

bool isHostCharacter(char c) {
    const bool letter_or_digit =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter_or_digit || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
}

bool isOrigin(std::string_view url) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (!url.starts_with(scheme)) continue;
        url.remove_prefix(scheme.size());
        return !url.empty() && std::all_of(url.begin(), url.end(), isHostCharacter);
    }
    return false;
}

}  // namespace

base::Result<Addresses> Addresses::from(std::string_view public_url) {
    if (!isOrigin(public_url)) {
        return base::Error{"use public_url " + base::quoted(public_url) +
                           ": it must be https://host or https://host:port (http:// on loopback), "
                           "without a path or a trailing slash"};
    }
    const std::string issuer(public_url);
    return Addresses{.issuer = issuer,
                     .resource = issuer + "/mcp",
                     .resource_metadata = issuer + "/.well-known/oauth-protected-resource/mcp",
                     .authorization_endpoint = issuer + "/oauth/authorize",
                     .token_endpoint = issuer + "/oauth/token",
                     .revocation_endpoint = issuer + "/oauth/revoke",
                     .introspection_endpoint = issuer + "/oauth/introspect",
                     .registration_endpoint = issuer + "/oauth/register",
                     .jwks_uri = issuer + "/.well-known/jwks.json"};
}

}  // namespace toolhost::identity
