// What a client says of itself in JSON (RFC 7591 §2), in a registration or in a document.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "identity/client.hpp"

namespace toolhost::oauth {

/// Why a client's metadata is not taken (RFC 7591 §3.2.2).
struct MetadataFault {
    /// "invalid_redirect_uri" or "invalid_client_metadata".
    std::string error;
    std::string description;
};

/// The client that the metadata, an object, describes; members that are not known are passed over,
/// and so are scopes and grant types that are not had here. `usual_method` is how it authenticates
/// when it does not say.
std::variant<identity::ClientRequest, MetadataFault> readMetadata(const nlohmann::json& metadata,
                                                                  std::string_view usual_method);

/// "none", "private_key_jwt" or "client_secret_basic", as metadata names a client's proof.
std::string_view methodOf(identity::ClientProof proof);

}  // namespace toolhost::oauth
