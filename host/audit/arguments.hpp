#pragma once

#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace toolhost::audit {

/// "hmac-sha256:" and the digest in hexadecimal. Keyed, so that short arguments cannot be guessed
/// from it; equal arguments have equal digests.
std::string argumentsDigest(std::string_view arguments_json, const base::Secret& key);

/// The arguments themselves, without the values of members whose names say that they are secret.
std::string argumentsText(std::string_view arguments_json);

}  // namespace toolhost::audit
