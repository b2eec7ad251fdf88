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
};

/// An application registered for OAuth.
struct OAuthClient {
    std::string id;
    std::string secret;                 ///< empty: a public client
    std::optional<JwtVerifier> jwt;     ///< absent: no jwt-bearer grant
    std::string application_user = {};  ///< whom client_credentials act as; empty: not allowed
    bool active = true;
    bool secret_expired = false;
    std::set<std::string, std::less<>> disabled_grants = {};  ///< grant_type as it is sent
    std::chrono::seconds access_life{1'800};
    std::chrono::seconds refresh_life{8'640'000};
    std::vector<std::string> redirect_uris = {};  ///< of authorization_code
};

using OAuthClients = std::vector<OAuthClient>;

}  // namespace toolhost::sim
