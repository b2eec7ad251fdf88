#include "identity/jwk_set.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "base/base64.hpp"
#include "base/json_text.hpp"
#include "crypto/public_numbers.hpp"

namespace toolhost::identity {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kKeysMax = 64;

/// The bytes a member writes in base64url; empty when it does not.
std::string bytesIn(const Json& key, const char* name) {
    return base::decodeBase64Url(base::textIn(key, name)).value_or(std::string());
}

base::Result<crypto::VerifyingKey> keyOf(const Json& key) {
    const std::string kind = base::textIn(key, "kty");
    const std::string curve = base::textIn(key, "crv");
    if (kind == "RSA") return crypto::keyFromModulus(bytesIn(key, "n"), bytesIn(key, "e"));
    if (kind == "EC" && curve == "P-256") {
        return crypto::keyFromPoint(bytesIn(key, "x"), bytesIn(key, "y"));
    }
    if (kind == "OKP" && curve == "Ed25519") {
        return crypto::VerifyingKey::fromEd25519(bytesIn(key, "x"));
    }
    return base::Error{"a key of another kind"};
}

/// Whether what it says of its use lets it check signatures of its own algorithm.
bool isForSignatures(const Json& key, const crypto::VerifyingKey& read) {
    const std::string use = base::textIn(key, "use");
    const std::string algorithm = base::textIn(key, "alg");
    return (use.empty() || use == "sig") &&
           (algorithm.empty() || algorithm == nameOf(read.algorithm()));
}

}  // namespace

base::Result<JwkSet> JwkSet::parse(std::string_view text) {
    const Json set = base::isJson(text) ? Json::parse(text, nullptr, false) : Json();
    const Json keys = set.is_object() ? set.value("keys", Json()) : Json();
    if (!keys.is_array()) return base::Error{"it is no JWK Set, an object with a list of keys"};
    JwkSet read;
    for (const auto& key : keys) {
        auto usable = keyOf(key);
        if (!usable.ok() || !isForSignatures(key, usable.value())) continue;
        if (read.keys_.size() == kKeysMax) return base::Error{"it has more than 64 keys"};
        read.keys_.emplace_back(base::textIn(key, "kid"), std::move(usable).value());
    }
    if (read.keys_.empty()) return base::Error{"it has no key for ES256, RS256 or EdDSA"};
    return read;
}

JwkSet JwkSet::of(crypto::VerifyingKey key) {
    JwkSet set;
    set.keys_.emplace_back(std::string(), std::move(key));
    return set;
}

const crypto::VerifyingKey* JwkSet::find(std::string_view key_id) const {
    for (const auto& [id, key] : keys_) {
        if (!key_id.empty() && id == key_id) return &key;
    }
    const bool is_only = keys_.size() == 1 && (key_id.empty() || keys_.front().first.empty());
    return is_only ? &keys_.front().second : nullptr;
}

}  // namespace toolhost::identity
