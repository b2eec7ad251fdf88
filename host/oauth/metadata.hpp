#pragma once

#include <string>

#include "identity/addresses.hpp"

namespace toolhost::oauth {

/// What differs from server to server.
struct ServerAbilities {
    bool has_registration = false;
    bool takes_client_documents = false;
};

/// The authorization server's metadata (RFC 8414) as JSON text: what is true of it now.
std::string authorizationServerMetadata(const identity::Addresses& addresses,
                                        const ServerAbilities& abilities);

/// The protected resource's metadata (RFC 9728) as JSON text.
std::string protectedResourceMetadata(const identity::Addresses& addresses);

}  // namespace toolhost::oauth
