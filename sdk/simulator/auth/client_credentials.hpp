#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "simulator/auth/caller.hpp"
#include "simulator/message.hpp"

namespace toolhost::sim {

/// How a client says which one it is.
struct ClientCredentials {
    std::string id;
    std::string secret;
};

/// From the form, else from Basic authentication; empty when neither has them.
ClientCredentials clientCredentialsOf(const Request& request, const Parameters& form);

/// The user of Basic authentication, if the password is theirs.
std::optional<Caller> signInBasic(std::string_view authorization, Records& records);

/// Whether a code_verifier answers an S256 code_challenge; without a challenge there must be none.
bool answersChallenge(std::string_view challenge, std::string_view verifier);

}  // namespace toolhost::sim
