#include "identity/access_tokens.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "identity/compact_jwt.hpp"
#include "identity/names.hpp"

namespace toolhost::identity {
namespace {

using Json = nlohmann::json;

/// A header member's text; null when it is missing or no text.
const std::string* textIn(const Json& header, const char* name) {
    const auto found = header.find(name);
    return found == header.end() ? nullptr : found->get_ptr<const std::string*>();
}

// Of the header only three members are known, so jwk, jku, x5u, crit, zip, b64 and cty are refused
// whatever they say.
bool hasOnlyKnownMembers(const Json& header) {
    for (const auto& member : header.items()) {
        if (member.key() != "alg" && member.key() != "typ" && member.key() != "kid") return false;
    }
    return true;
}

bool isAccessTokenType(const std::string* type) {
    return type != nullptr && (*type == "at+jwt" || *type == "application/at+jwt");
}

/// The key the header names, if the header is one we would write.
Checked<const crypto::VerifyingKey*> keyFor(std::string_view header_json, const KeyRing& keys) {
    const auto header = parseStrictObject(header_json);
    if (!header) return TokenFault::HeaderNotAnObject;
    if (!hasOnlyKnownMembers(*header)) return TokenFault::HeaderMember;
    if (!isAccessTokenType(textIn(*header, "typ"))) return TokenFault::WrongType;
    const std::string* key_id = textIn(*header, "kid");
    const auto* key = key_id == nullptr ? nullptr : keys.find(*key_id);
    if (key == nullptr) return TokenFault::UnknownKey;
    const std::string* algorithm = textIn(*header, "alg");
    if (algorithm == nullptr || *algorithm != crypto::nameOf(key->algorithm())) {
        return TokenFault::WrongAlgorithm;
    }
    return key;
}

/// Why a grant cannot become a token; empty when it can.
std::string faultOf(const TokenGrant& grant, std::chrono::seconds lifetime_max) {
    if (!isName(grant.subject)) {
        return "the user must be 1 to 255 bytes of UTF-8 without control characters";
    }
    if (!isName(grant.client_id)) return "the client's id is malformed";
    if (grant.scopes.empty()) return "it has no scope";
    for (const auto& scope : grant.scopes) {
        if (!hasScope(supportedScopes(), scope)) {
            return "there is no scope " + base::quoted(scope) +
                   base::didYouMean(scope, supportedScopes());
        }
    }
    if (grant.lifetime.count() < 1 || grant.lifetime > lifetime_max) {
        return "its lifetime must be 1 to " + std::to_string(lifetime_max.count()) + " seconds";
    }
    return {};
}

}  // namespace

AccessTokens::AccessTokens(const Addresses& addresses,
                           const Settings& settings,
                           const KeyRing& keys,
                           const Registers& registers)
    : expected_{addresses.issuer, addresses.resource, settings.token_lifetime_max},
      keys_(keys),
      registers_(registers),
      verified_(settings.verified_tokens_max, settings.verified_token_lifetime) {}

base::Result<IssuedToken> AccessTokens::issue(const TokenGrant& grant, base::WallTime now) const {
    if (const std::string fault = faultOf(grant, expected_.lifetime_max); !fault.empty()) {
        return base::Error{"issue a token for " + base::quoted(grant.subject) + ": " + fault};
    }
    const std::string token_id = base::randomHexId();
    auto text = sign(grant, token_id, now);
    if (!text) {
        return base::because("issue a token for " + base::quoted(grant.subject), text.error());
    }
    return IssuedToken{
        base::Secret(std::move(text).value()), token_id, grant.lifetime, grant.scopes};
}

base::Result<std::string> AccessTokens::sign(const TokenGrant& grant,
                                             const std::string& token_id,
                                             base::WallTime now) const {
    const std::int64_t seconds = base::secondsSinceEpoch(now);
    const Json header{{"typ", "at+jwt"},
                      {"alg", crypto::nameOf(keys_.active().algorithm())},
                      {"kid", keys_.active().id()}};
    Json claims{{"iss", expected_.issuer},
                {"sub", grant.subject},
                {"aud", expected_.resource},
                {"client_id", grant.client_id},
                {"scope", base::join(grant.scopes, " ")},
                {"jti", token_id},
                {"iat", seconds},
                {"nbf", seconds},
                {"exp", seconds + grant.lifetime.count()}};
    if (!grant.family.empty()) claims["sid"] = grant.family;
    // Not Poco::JWT: it would need the key in its own types, it writes fractional dates, and it
    // ignores a signature that failed.
    return signCompact(header.dump(), claims.dump(), keys_.active());
}

Checked<Principal> AccessTokens::verify(std::string_view token, base::WallTime now) const {
    auto examined = examine(token, now);
    if (const auto* fault = std::get_if<TokenFault>(&examined)) return *fault;
    return std::move(std::get<Examined>(examined).principal);
}

Checked<AccessClaims> AccessTokens::inspect(std::string_view token, base::WallTime now) const {
    const auto examined = examine(token, now);
    if (const auto* fault = std::get_if<TokenFault>(&examined)) return *fault;
    return *std::get<Examined>(examined).claims;
}

Checked<AccessTokens::Examined> AccessTokens::examine(std::string_view token,
                                                      base::WallTime now) const {
    if (token.size() > kTokenBytesMax) return TokenFault::TooLong;
    const auto claims = claimsOf(token, now);
    if (const auto* fault = std::get_if<TokenFault>(&claims)) return *fault;
    const auto& said = std::get<SharedClaims>(claims);
    if (const auto fault = faultAt(*said, now)) return *fault;
    if (isRevoked(*said)) return TokenFault::Revoked;
    auto principal = principalFrom(*said);
    if (const auto* fault = std::get_if<TokenFault>(&principal)) return *fault;
    return Examined{said, std::get<Principal>(std::move(principal))};
}

bool AccessTokens::isRevoked(const AccessClaims& claims) const {
    const auto& revoked = registers_.revocations;
    return revoked.contain(claims.token_id) ||
           (!claims.family.empty() && revoked.contain(claims.family));
}

Checked<AccessTokens::SharedClaims> AccessTokens::claimsOf(std::string_view token,
                                                           base::WallTime now) const {
    const auto digest = crypto::sha256(token);
    if (auto known = verified_.find(digest, now)) return known;
    auto checked = check(token);
    if (const auto* fault = std::get_if<TokenFault>(&checked)) return *fault;
    auto claims = std::make_shared<const AccessClaims>(std::get<AccessClaims>(std::move(checked)));
    if (!faultAt(*claims, now)) verified_.add(digest, claims, now);
    return claims;
}

Checked<AccessClaims> AccessTokens::check(std::string_view token) const {
    const auto apart = takeApart(token);
    if (const auto* fault = std::get_if<TokenFault>(&apart)) return *fault;
    const auto& jwt = std::get<CompactJwt>(apart);
    const auto key = keyFor(jwt.header, keys_);
    if (const auto* fault = std::get_if<TokenFault>(&key)) return *fault;
    if (!std::get<const crypto::VerifyingKey*>(key)->verifies(jwt.signed_text, jwt.signature)) {
        return TokenFault::BadSignature;
    }
    return readClaims(jwt.claims, expected_);
}

Checked<Principal> AccessTokens::principalFrom(const AccessClaims& claims) const {
    auto user = actingUser(claims);
    if (const auto* fault = std::get_if<TokenFault>(&user)) return *fault;
    return Principal{.subject = claims.subject,
                     .client_id = claims.client_id,
                     .user = std::get<std::optional<std::string>>(std::move(user)),
                     .scopes = claims.scopes,
                     .token_id = claims.token_id,
                     .evidence = Evidence::Token};
}

/// The ServiceNow user of an operator's token, of a client's own, or of one that a person had made
/// by signing in.
Checked<std::optional<std::string>> AccessTokens::actingUser(const AccessClaims& claims) const {
    if (claims.client_id == kOperatorClientId) return std::optional<std::string>(claims.subject);
    const auto client = registers_.clients.find(claims.client_id);
    if (!client) return TokenFault::UnknownClient;
    if (!client->isEnabled()) return TokenFault::DisabledClient;
    if (claims.subject == claims.client_id) return client->acts_as;
    const auto user = registers_.users.find(claims.subject);
    if (!user || claims.issued_at < base::secondsSinceEpoch(user->valid_from)) {
        return TokenFault::UnknownUser;
    }
    return std::optional(user->acts_as);
}

}  // namespace toolhost::identity
