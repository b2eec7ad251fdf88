// Proof key for code exchange (RFC 7636), S256 only.
#pragma once

#include <string_view>

namespace toolhost::oauth {

/// Whether the text can be an S256 challenge: 43 characters of canonical base64url.
bool isChallenge(std::string_view text);

/// Whether the verifier is one (43 to 128 unreserved characters) and the challenge is its.
bool isVerifierOf(std::string_view verifier, std::string_view challenge);

}  // namespace toolhost::oauth
