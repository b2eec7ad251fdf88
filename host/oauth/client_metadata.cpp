#include "oauth/client_metadata.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "identity/names.hpp"
#include "identity/redirect_uris.hpp"
#include "oauth/presented_credentials.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;
using identity::ClientProof;
using identity::ClientRequest;

constexpr std::size_t kNameBytesMax = 255;

std::optional<std::vector<std::string>> textsIn(const Json& metadata, const char* member) {
    const auto found = metadata.find(member);
    if (found == metadata.end()) return std::vector<std::string>();
    if (!found->is_array()) return std::nullopt;
    std::vector<std::string> texts;
    for (const auto& item : *found) {
        if (!item.is_string()) return std::nullopt;
        texts.push_back(item.get<std::string>());
    }
    return texts;
}

MetadataFault invalid(std::string description) {
    return {"invalid_client_metadata", std::move(description)};
}

std::optional<ClientProof> proofNamed(std::string_view method) {
    if (method == kNone) return ClientProof::None;
    if (method == kKeyJwt) return ClientProof::Key;
    if (method == kBasic || method == kPost) return ClientProof::Secret;
    return std::nullopt;
}

/// At a border of characters, and short enough to be kept.
std::string shortened(std::string name) {
    if (name.size() <= kNameBytesMax) return name;
    std::size_t end = kNameBytesMax;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0U) == 0x80U) {
        --end;
    }
    name.resize(end);
    return name;
}

/// Those that there are here; a client may know more.
std::vector<std::string> known(const std::vector<std::string>& wanted,
                               const std::vector<std::string>& all) {
    std::vector<std::string> kept;
    for (const auto& each : wanted) {
        const bool is_known = std::find(all.begin(), all.end(), each) != all.end();
        if (is_known && std::find(kept.begin(), kept.end(), each) == kept.end()) {
            kept.push_back(each);
        }
    }
    return kept;
}

std::optional<MetadataFault> readGrants(const Json& metadata, ClientRequest& request) {
    const auto wanted = textsIn(metadata, "grant_types");
    if (!wanted) return invalid("grant_types is not a list of texts");
    const std::vector<std::string> all{std::string(identity::kAuthorizationCode),
                                       std::string(identity::kRefreshToken),
                                       std::string(identity::kClientCredentials)};
    request.grants = known(*wanted, all);
    // RFC 7591 §2: a client that names none wants this one.
    if (wanted->empty()) request.grants = {all.front()};
    if (request.grants.empty()) return invalid("none of its grant_types can be had here");
    const auto types = textsIn(metadata, "response_types");
    if (!types) return invalid("response_types is not a list of texts");
    const bool wants_code = types->empty() || !known(*types, {"code"}).empty();
    return wants_code ? std::nullopt : std::optional(invalid("response_types lacks code"));
}

std::optional<MetadataFault> readRedirects(const Json& metadata, ClientRequest& request) {
    const auto uris = textsIn(metadata, "redirect_uris");
    if (!uris) return MetadataFault{"invalid_redirect_uri", "redirect_uris is not a list of texts"};
    request.redirect_uris = *uris;
    for (const auto& uri : *uris) {
        if (auto fault = identity::redirectFault(uri); !fault.empty()) {
            return MetadataFault{"invalid_redirect_uri", "a redirect URI is refused: " + fault};
        }
    }
    const bool signs_in =
        !known(request.grants, {std::string(identity::kAuthorizationCode)}).empty();
    if (!signs_in || !uris->empty()) return std::nullopt;
    return MetadataFault{"invalid_redirect_uri", "redirect_uris is empty or missing"};
}

std::optional<MetadataFault> readScopes(const Json& metadata, ClientRequest& request) {
    const auto text = base::textIn(metadata, "scope");
    if (text.empty()) return std::nullopt;
    const auto wanted = identity::parseScopes(text);
    if (!wanted) return invalid("scope is malformed");
    request.scopes = known(*wanted, identity::supportedScopes());
    return std::nullopt;
}

std::optional<MetadataFault> readProof(const Json& metadata,
                                       std::string_view usual_method,
                                       ClientRequest& request) {
    const auto said = base::textIn(metadata, "token_endpoint_auth_method");
    const auto proof = proofNamed(said.empty() ? usual_method : std::string_view(said));
    if (!proof) return invalid("token_endpoint_auth_method is not supported here");
    request.proof = *proof;
    if (*proof != ClientProof::Key) return std::nullopt;
    if (metadata.contains("jwks_uri")) return invalid("jwks_uri is not fetched here; give jwks");
    if (const auto jwks = metadata.find("jwks"); jwks != metadata.end()) {
        request.jwks = jwks->dump();
    }
    return std::nullopt;
}

}  // namespace

std::variant<ClientRequest, MetadataFault> readMetadata(const Json& metadata,
                                                        std::string_view usual_method) {
    if (metadata.contains("client_secret")) return invalid("a client does not choose its secret");
    ClientRequest request;
    request.name = shortened(base::textIn(metadata, "client_name"));
    auto fault = readGrants(metadata, request);
    if (!fault) fault = readRedirects(metadata, request);
    if (!fault) fault = readScopes(metadata, request);
    if (!fault) fault = readProof(metadata, usual_method, request);
    if (fault) return *std::move(fault);
    if (auto why = identity::faultOf(request); !why.empty()) return invalid(std::move(why));
    return request;
}

std::string_view methodOf(ClientProof proof) {
    switch (proof) {
        case ClientProof::Secret:
            return kBasic;
        case ClientProof::Key:
            return kKeyJwt;
        case ClientProof::None:
            return kNone;
    }
    return kNone;
}

}  // namespace toolhost::oauth
