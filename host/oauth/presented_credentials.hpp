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
    /// A JWT that the client signed; empty for the other methods.
    base::Secret assertion;
    /// "client_secret_basic", "client_secret_post", "private_key_jwt", or "none" for an id alone.
    std::string_view method;
};

inline constexpr std::string_view kBasic = "client_secret_basic";
inline constexpr std::string_view kPost = "client_secret_post";
inline constexpr std::string_view kKeyJwt = "private_key_jwt";
inline constexpr std::string_view kNone = "none";

/// Finds the one mechanism the client authenticates with (RFC 6749 §2.3, RFC 7523 §2.2); two at
/// once are refused, and so is nothing at all.
std::variant<PresentedCredentials, Refusal> findCredentials(
    const std::vector<std::string_view>& authorization, const Form& form);

}  // namespace toolhost::oauth
