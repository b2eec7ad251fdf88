// The outer form of a JWT, before anything in it is believed.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/signing_key.hpp"
#include "identity/token_fault.hpp"

namespace toolhost::identity {

/// Longer tokens are refused unread.
inline constexpr std::size_t kTokenBytesMax = 16U << 10U;

/// The parts of a signed token in compact form (RFC 7515 §3.1), decoded.
struct CompactJwt {
    std::string header;
    std::string claims;
    std::string signature;
    /// What the signature is over; borrowed from the token.
    std::string_view signed_text;
};

/// Takes a token apart: exactly three parts, none but canonical base64url, so that one signed token
/// has one text.
Checked<CompactJwt> takeApart(std::string_view token);

/// A signed token in compact form (RFC 7515 §3.1) of header and claims, both JSON texts. The error
/// is the key's.
base::Result<std::string> signCompact(std::string_view header,
                                      std::string_view claims,
                                      const crypto::SigningKey& key);

/// A JSON object in which no name occurs twice and nothing nests deeper than 8; absent otherwise.
std::optional<nlohmann::json> parseStrictObject(std::string_view text);

}  // namespace toolhost::identity
