#pragma once

#include <string>

#include "identity/addresses.hpp"

namespace toolhost::oauth {

/// The authorization server's metadata (RFC 8414) as JSON text: what is true of it now.
std::string authorizationServerMetadata(const identity::Addresses& addresses);

/// The protected resource's metadata (RFC 9728) as JSON text.
std::string protectedResourceMetadata(const identity::Addresses& addresses);

}  // namespace toolhost::oauth
