#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/secret.hpp"
#include "oauth/form.hpp"
#include "oauth/refusal.hpp"

namespace toolhost::oauth {

/// What a client shows of itself, before anything is believed.
struct PresentedCredentials {
    std::string client_id;
    base::Secret client_secret;
    /// Basic only: the id and the secret as they were sent, when undoing the form encoding of
    /// RFC 6749 §2.3.1 changed them; some clients leave that encoding out.
    std::optional<std::string> raw_client_id;
    base::Secret raw_client_secret;
    /// "client_secret_basic" or "client_secret_post".
    std::string_view method;
};

/// Finds the one mechanism the client authenticates with (RFC 6749 §2.3); two at once and none are
/// refused.
std::variant<PresentedCredentials, Refusal> findCredentials(
    const std::vector<std::string_view>& authorization, const Form& form);

}  // namespace toolhost::oauth
