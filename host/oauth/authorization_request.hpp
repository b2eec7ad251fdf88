#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "identity/addresses.hpp"
#include "identity/client.hpp"
#include "oauth/form.hpp"

namespace toolhost::oauth {

/// What a client wants of the user's attention (OpenID Connect Core §3.1.2.1).
enum class Prompt {
    AsNeeded,
    None,    ///< no page at all: an answer now or an error
    SignIn,  ///< the user signs in again
    Consent  ///< the user is asked again
};

/// A client's request that a user authorize it (RFC 6749 §4.1.1, RFC 7636, RFC 8707), once it
/// holds.
struct AuthorizationRequest {
    std::string client_id;
    /// As it was registered, but for the port of a loopback address.
    std::string redirect_uri;
    std::string state;
    std::vector<std::string> scopes;
    std::string challenge;
    Prompt prompt = Prompt::AsNeeded;
};

/// An answer that the client is told of by the user's browser (RFC 6749 §4.1.2).
struct RedirectedError {
    std::string redirect_uri;
    std::string state;
    /// A registered code: "invalid_request", "access_denied", …
    std::string error;
    /// For people: ASCII without quotes and backslashes.
    std::string description;
};

/// Where answers of this client may go, given what the request says: its redirect_uri when the
/// client registered it, or the only one it registered when the request names none. Absent
/// otherwise: then nobody is sent anywhere (RFC 6749 §4.1.2.1).
std::optional<std::string> redirectFor(const Form& form, const identity::Client& client);

/// The request of a client whose redirect URI is good.
std::variant<AuthorizationRequest, RedirectedError> readAuthorization(
    const Form& form,
    const identity::Client& client,
    std::string redirect_uri,
    const identity::Addresses& addresses);

/// The redirect URI with parameters added to the query it has; empty values are left out.
std::string withParameters(const std::string& redirect_uri,
                           const std::vector<std::pair<std::string, std::string>>& parameters);

}  // namespace toolhost::oauth
