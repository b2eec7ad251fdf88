#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "crypto/verifying_key.hpp"

namespace toolhost::loader {

/// A key as its holder gives it away and an admin trusts it: the one line
/// `ed25519 <public key, base64url> [<plugin id>…]`. An id may end in ".*" for all below it; "*"
/// means every plugin, none at all means that the key is known but may sign nothing.
struct PublicKey {
    crypto::VerifyingKey key;
    std::vector<std::string> plugins;
};

/// Reads a key file's text: that line, besides empty ones and ones that begin with '#'.
base::Result<PublicKey> parsePublicKey(std::string_view text);

/// The line of a key, without its end.
base::Result<std::string> lineOf(const crypto::VerifyingKey& key,
                                 const std::vector<std::string>& plugins);

/// Whether a key trusted for these ids may sign that plugin.
bool maySign(const std::vector<std::string>& plugins, std::string_view id);

}  // namespace toolhost::loader
