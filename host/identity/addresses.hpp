#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::identity {

/// Everything that is derived from the public URL. Clients compare these byte by byte, so each is
/// made here, once.
struct Addresses {
    /// The public URL itself: the issuer of tokens (RFC 8414 §2), without a trailing slash.
    std::string issuer;
    /// What tokens are for (RFC 8707): the URL users type, `<issuer>/mcp`.
    std::string resource;
    /// Where a refused caller learns how to get a token (RFC 9728).
    std::string resource_metadata;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string revocation_endpoint;
    std::string introspection_endpoint;
    std::string registration_endpoint;
    std::string jwks_uri;

    /// From `https://host` or `http://host:port`: refuses a path, a query, a fragment, user
    /// information and a trailing slash.
    static base::Result<Addresses> from(std::string_view public_url);
};

}  // namespace toolhost::identity
