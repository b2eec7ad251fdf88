#include "oauth/client_assertion.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "identity/compact_jwt.hpp"
#include "identity/foreign_token.hpp"
#include "identity/jwk_set.hpp"
#include "identity/names.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kLifetimeMaxSeconds = 600;
constexpr std::int64_t kLeewaySeconds = 30;

/// A part of the token as an object; absent when it is none.
std::optional<Json> headerOf(std::string_view assertion) {
    const auto apart = identity::takeApart(assertion);
    const auto* jwt = std::get_if<identity::CompactJwt>(&apart);
    return jwt == nullptr ? std::nullopt : identity::parseStrictObject(jwt->header);
}

/// Other tokens that the same key may sign must not pass for assertions.
bool isAssertionType(const Json& header) {
    const auto type = base::textIn(header, "typ");
    return type.empty() || type == "JWT" || type == "client-authentication+jwt";
}

/// Its one audience; empty when it has several, of which another could replay it here.
std::string audienceOf(const Json& claims) {
    const auto found = claims.find("aud");
    if (found == claims.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    if (!found->is_array() || found->size() != 1 || !found->front().is_string()) return {};
    return found->front().get<std::string>();
}

std::optional<std::int64_t> dateIn(const Json& claims, const char* name) {
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number()) return std::nullopt;
    const auto date = found->get<double>();
    return date > 0 && date < 1e12 ? std::optional(static_cast<std::int64_t>(date)) : std::nullopt;
}

base::Result<AssertionId> readId(const Json& claims, base::WallTime now) {
    const auto id = base::textIn(claims, "jti");
    if (!identity::isName(id)) return base::Error{"the client assertion has no jti"};
    const auto expires = dateIn(claims, "exp");
    const auto latest = base::secondsSinceEpoch(now) + kLifetimeMaxSeconds + kLeewaySeconds;
    if (!expires || *expires > latest) {
        return base::Error{"the client assertion is valid for more than ten minutes"};
    }
    const std::chrono::seconds end(*expires + kLeewaySeconds);
    return AssertionId{id, base::WallTime(end)};
}

}  // namespace

std::optional<std::string> claimedClient(std::string_view assertion) {
    const auto apart = identity::takeApart(assertion);
    const auto* jwt = std::get_if<identity::CompactJwt>(&apart);
    const auto claims = jwt == nullptr ? std::nullopt : identity::parseStrictObject(jwt->claims);
    if (!claims) return std::nullopt;
    auto subject = base::textIn(*claims, "sub");
    if (!identity::isName(subject)) return std::nullopt;
    return subject;
}

base::Result<AssertionId> checkAssertion(std::string_view assertion,
                                         const identity::Client& client,
                                         const identity::Addresses& addresses,
                                         base::WallTime now) {
    const auto header = headerOf(assertion);
    if (!header || !isAssertionType(*header)) {
        return base::Error{"the client assertion is not a JWT for client authentication"};
    }
    const auto keys = identity::JwkSet::parse(client.jwks);
    if (!keys) return base::Error{"the client has no key"};
    for (const auto& audience : {addresses.issuer, addresses.token_endpoint}) {
        const auto claims =
            identity::verifyForeign(assertion, keys.value(), {client.id, audience}, now);
        if (!claims) continue;
        const bool is_about_itself = base::textIn(claims.value(), "sub") == client.id;
        if (!is_about_itself || audienceOf(claims.value()) != audience) continue;
        return readId(claims.value(), now);
    }
    return base::Error{"the client assertion is not signed by the client's key, not for " +
                       addresses.issuer + ", or not valid now"};
}

}  // namespace toolhost::oauth
