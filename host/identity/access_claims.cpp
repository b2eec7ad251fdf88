#include "identity/access_claims.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "identity/compact_jwt.hpp"
#include "identity/names.hpp"

namespace toolhost::identity {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kClockErrorSeconds = 5;
constexpr std::int64_t kDateMax = 253'402'300'799;  // the last second of the year 9999

std::optional<std::string> textOf(const Json& claims, const char* name) {
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<std::string> nameOf(const Json& claims, const char* name) {
    auto text = textOf(claims, name);
    return text && isName(*text) ? std::move(text) : std::nullopt;
}

/// NumericDate (RFC 7519 §2), of which only whole seconds from 1 on are ours.
std::optional<std::int64_t> dateOf(const Json& claims, const char* name) {
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number_integer()) return std::nullopt;
    if (found->is_number_unsigned() &&
        found->get<std::uint64_t>() > static_cast<std::uint64_t>(kDateMax)) {
        return std::nullopt;
    }
    const auto date = found->get<std::int64_t>();
    return date > 0 && date <= kDateMax ? std::optional(date) : std::nullopt;
}

bool isFor(const Json& claims, const std::string& resource) {
    const auto audience = claims.find("aud");
    if (audience == claims.end()) return false;
    if (audience->is_string()) return *audience == resource;
    if (!audience->is_array()) return false;
    const auto is_text = [](const Json& member) { return member.is_string(); };
    return std::all_of(audience->begin(), audience->end(), is_text) &&
           std::find(audience->begin(), audience->end(), resource) != audience->end();
}

std::optional<TokenFault> readNames(const Json& claims, AccessClaims& read) {
    auto subject = nameOf(claims, "sub");
    if (!subject) return TokenFault::BadSubject;
    auto client_id = nameOf(claims, "client_id");
    if (!client_id) return TokenFault::BadClientId;
    auto token_id = nameOf(claims, "jti");
    if (!token_id) return TokenFault::BadTokenId;
    const auto scope = textOf(claims, "scope");
    auto scopes = scope ? parseScopes(*scope) : std::nullopt;
    if (!scopes) return TokenFault::BadScope;
    read.subject = std::move(*subject);
    read.client_id = std::move(*client_id);
    read.token_id = std::move(*token_id);
    read.scopes = std::move(*scopes);
    read.family = nameOf(claims, "sid").value_or(std::string());
    return std::nullopt;
}

std::optional<TokenFault> readTimes(const Json& claims,
                                    std::chrono::seconds lifetime_max,
                                    AccessClaims& read) {
    const auto expires_at = dateOf(claims, "exp");
    const auto issued_at = dateOf(claims, "iat");
    const auto not_before = claims.contains("nbf") ? dateOf(claims, "nbf") : issued_at;
    if (!expires_at || !issued_at || !not_before || *expires_at <= *issued_at) {
        return TokenFault::BadTimes;
    }
    if (*expires_at - *issued_at > lifetime_max.count()) return TokenFault::LivesTooLong;
    read.expires_at = *expires_at;
    read.issued_at = *issued_at;
    read.not_before = *not_before;
    return std::nullopt;
}

}  // namespace

Checked<AccessClaims> readClaims(std::string_view json, const ClaimsExpected& expected) {
    const auto claims = parseStrictObject(json);
    if (!claims) return TokenFault::ClaimsNotAnObject;
    if (textOf(*claims, "iss") != expected.issuer) return TokenFault::WrongIssuer;
    if (!isFor(*claims, expected.resource)) return TokenFault::WrongAudience;
    AccessClaims read;
    if (const auto fault = readNames(*claims, read)) return *fault;
    if (const auto fault = readTimes(*claims, expected.lifetime_max, read)) return *fault;
    return read;
}

std::optional<TokenFault> faultAt(const AccessClaims& claims, base::WallTime now) {
    const std::int64_t seconds = base::secondsSinceEpoch(now);
    if (claims.expires_at + kClockErrorSeconds <= seconds) return TokenFault::Expired;
    if (std::max(claims.not_before, claims.issued_at) > seconds + kClockErrorSeconds) {
        return TokenFault::NotYetValid;
    }
    return std::nullopt;
}

}  // namespace toolhost::identity
