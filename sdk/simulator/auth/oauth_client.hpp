#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/auth/rsa_key.hpp"

namespace toolhost::sim {

/// How a client's JWT assertions are checked.
struct JwtVerifier {
    RsaKey key;
    std::string kid;                       ///< empty: any or none
    std::string user_field = "user_name";  ///< column of sys_user that `sub` names
};

/// An application registered for OAuth.
struct OAuthClient {
    std::string id;
    std::string secret;              ///< empty: a public client
    std::optional<JwtVerifier> jwt;  ///< absent: no jwt-bearer grant
};

using OAuthClients = std::vector<OAuthClient>;

}  // namespace toolhost::sim
