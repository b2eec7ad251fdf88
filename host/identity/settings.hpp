#pragma once

#include <chrono>
#include <string>

namespace toolhost::identity {

/// Whether callers over HTTP must show a token. Off is accepted on loopback only.
enum class Authentication { Required, Off };

/// Who may call, and for how long a token says so.
struct Settings {
    Authentication authentication = Authentication::Required;
    /// The one source of issuer, resource and links; empty means http://<listen address>.
    std::string public_url;
    std::chrono::seconds user_token_lifetime{600};
    std::chrono::seconds client_token_lifetime{3600};
};

}  // namespace toolhost::identity
