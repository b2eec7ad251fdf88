#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/auth/signature_key.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// How a client's JWT assertions are checked.
struct JwtVerifier {
    SignatureKey key;
    std::string kid;                       ///< empty: any or none
    std::string user_field = "user_name";  ///< column of sys_user that `sub` names
    std::chrono::seconds clock_skew{300};  ///< how far the clocks may differ
    bool jti_once = true;                  ///< whether an assertion is good once only
};

using GrantTypes = std::set<std::string, std::less<>>;  ///< grant_type as it is sent

/// An application to be registered for OAuth when the program starts.
struct OAuthClient {
    std::string id;
    std::string secret;                 ///< empty: a public client
    std::optional<JwtVerifier> jwt;     ///< absent: no jwt-bearer grant
    std::string application_user = {};  ///< whom client_credentials act as; empty: not allowed
    bool active = true;
    bool secret_expired = false;
    GrantTypes disabled_grants = {};
    std::chrono::seconds access_life{1'800};
    std::chrono::seconds refresh_life{8'640'000};
    std::vector<std::string> redirect_uris = {};  ///< of authorization_code
};

using OAuthClients = std::vector<OAuthClient>;

/// An application as the instance's records, and what tests have spoiled, have it now.
struct Application {
    std::string id;
    std::string secret;
    bool is_public = false;  ///< needs no secret
    bool active = true;
    std::string user;  ///< sys_id of whom client_credentials act as, or empty
    std::chrono::seconds access_life{};
    std::chrono::seconds refresh_life{};
    std::vector<std::string> redirect_uris;
    bool secret_expired = false;
    GrantTypes disabled_grants;
};

}  // namespace toolhost::sim
