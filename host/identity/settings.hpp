#pragma once

#include <chrono>
#include <cstddef>
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
    /// The longest life any token is issued with or accepted for.
    std::chrono::seconds token_lifetime_max{86'400};
    /// How many checked tokens are remembered, and how long, to spare their signatures.
    std::size_t verified_tokens_max = 10'000;
    std::chrono::seconds verified_token_lifetime{60};
};

}  // namespace toolhost::identity
