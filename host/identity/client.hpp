#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace toolhost::identity {

inline constexpr std::string_view kClientCredentials = "client_credentials";
inline constexpr std::string_view kAuthorizationCode = "authorization_code";
inline constexpr std::string_view kRefreshToken = "refresh_token";

/// How a client shows at the token endpoint that it is the one.
enum class ClientProof {
    Secret,  ///< a secret, in Basic or in the form
    Key,     ///< a JWT that it signed (private_key_jwt, RFC 7523)
    None     ///< not at all: a public client, which PKCE protects
};

/// Who says that there is such a client.
enum class ClientOrigin {
    Operator,      ///< `toolhost client add`
    Registration,  ///< itself, at the registration endpoint (RFC 7591)
    Document       ///< a metadata document, whose address is the client's id
};

/// A program that may ask for tokens.
struct Client {
    std::string id;
    /// For people; may be empty.
    std::string name;
    /// The ServiceNow user the client's own tokens act as; absent: none.
    std::optional<std::string> acts_as;
    /// The most its tokens may be for; never empty.
    std::vector<std::string> scopes;
    base::WallTime created;
    /// Since when it is revoked; absent while it is not.
    std::optional<base::WallTime> disabled;
    ClientProof proof = ClientProof::Secret;
    ClientOrigin origin = ClientOrigin::Operator;
    /// The grant types it may use.
    std::vector<std::string> grants;
    /// Where its users' browsers may be sent back to.
    std::vector<std::string> redirect_uris;
    /// With ClientProof::Key: its public keys, a JWK Set.
    std::string jwks;
    /// Whether it may ask about tokens that are not its own (RFC 7662).
    bool may_introspect = false;

    [[nodiscard]] bool isEnabled() const { return !disabled; }
    [[nodiscard]] bool mayUse(std::string_view grant) const;
};

/// What a client is to be.
struct ClientRequest {
    std::string name;
    std::optional<std::string> acts_as;
    /// Empty means all supported ones.
    std::vector<std::string> scopes;
    ClientProof proof = ClientProof::Secret;
    ClientOrigin origin = ClientOrigin::Operator;
    /// Empty means all that the rest of the request makes sense of.
    std::vector<std::string> grants{};
    std::vector<std::string> redirect_uris{};
    std::string jwks{};
    bool may_introspect = false;
};

/// Why the request cannot be fulfilled, for whoever made it; empty when it can.
std::string faultOf(const ClientRequest& request);

/// The client that a good request describes, under this id.
Client clientFrom(const ClientRequest& request, std::string id, base::WallTime now);

}  // namespace toolhost::identity
