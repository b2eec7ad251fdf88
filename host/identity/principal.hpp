#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.hpp"

namespace toolhost::identity {

/// How the caller showed who it is.
enum class Evidence {
    Token,    ///< an access token this host issued and checked
    Secret,   ///< an OAuth client's own secret, at the token endpoint
    Process,  ///< the operating system's word: stdio, or the control socket's peer
    Nothing   ///< authentication is switched off
};

/// Who is calling. Immutable once made; copied, never shared for writing.
struct Principal {
    /// The token's `sub`: a user name, or the client's id when a client calls for itself.
    std::string subject;
    /// The OAuth client the token was issued to; empty on stdio.
    std::string client_id;
    /// The ServiceNow user this caller acts as. Absent: a ServiceNow tool refuses; there is no
    /// shared account.
    std::optional<std::string> user;
    std::vector<std::string> scopes;
    /// The token's `jti`; empty without a token. Never the token itself.
    std::string token_id;
    Evidence evidence = Evidence::Nothing;
    /// The caller's own token for ServiceNow, which a gateway before this host handed over beside
    /// the access token; none otherwise. Only the ServiceNow client looks into it.
    std::shared_ptr<const base::Secret> servicenow_token{};
};

}  // namespace toolhost::identity
