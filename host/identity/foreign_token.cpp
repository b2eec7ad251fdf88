#include "identity/foreign_token.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <variant>

#include "base/json_text.hpp"
#include "identity/compact_jwt.hpp"

namespace toolhost::identity {
namespace {

using Json = nlohmann::json;

constexpr double kLeewaySeconds = 30;

struct Parts {
    CompactJwt jwt;
    Json header;
};

base::Result<Parts> partsOf(std::string_view token) {
    auto taken = takeApart(token);
    if (const auto* fault = std::get_if<TokenFault>(&taken)) {
        return base::Error{std::string(describe(*fault))};
    }
    auto jwt = std::get<CompactJwt>(std::move(taken));
    auto header = parseStrictObject(jwt.header);
    if (!header) return base::Error{std::string(describe(TokenFault::HeaderNotAnObject))};
    // What must be understood is not (RFC 7515 §4.1.11).
    if (header->contains("crit") || header->contains("b64")) {
        return base::Error{std::string(describe(TokenFault::HeaderMember))};
    }
    return Parts{std::move(jwt), std::move(*header)};
}

bool isFor(const Json& claims, const std::string& audience) {
    const auto found = claims.find("aud");
    if (found == claims.end()) return false;
    if (found->is_string()) return *found == audience;
    return found->is_array() && std::find(found->begin(), found->end(), audience) != found->end();
}

/// A NumericDate; absent when there is none. Something else is the far future and the far past.
std::optional<double> dateIn(const Json& claims, const char* name, double otherwise) {
    const auto found = claims.find(name);
    if (found == claims.end()) return std::nullopt;
    return found->is_number() ? found->get<double>() : otherwise;
}

/// What is wrong with the claims' dates; empty when nothing is.
std::string objectionToDates(const Json& claims, double now) {
    constexpr double kNever = 1e18;
    const auto expires = dateIn(claims, "exp", 0);
    if (!expires) return "it never expires (exp is missing)";
    if (*expires + kLeewaySeconds <= now) return "it has expired";
    if (dateIn(claims, "nbf", kNever).value_or(0) - kLeewaySeconds > now) {
        return "it is not valid yet";
    }
    if (dateIn(claims, "iat", kNever).value_or(0) - kLeewaySeconds > now) {
        return "it was issued in the future";
    }
    return {};
}

std::string objectionTo(const Json& claims, const ForeignPolicy& policy, base::WallTime now) {
    if (policy.issuer.empty() || base::textIn(claims, "iss") != policy.issuer) {
        return "its issuer is another";
    }
    if (policy.audience.empty() || !isFor(claims, policy.audience)) {
        return "it is for another audience";
    }
    return objectionToDates(claims, static_cast<double>(base::secondsSinceEpoch(now)));
}

}  // namespace

base::Result<std::string> keyIdOf(std::string_view token) {
    const auto parts = partsOf(token);
    if (!parts.ok()) return parts.error();
    return base::textIn(parts.value().header, "kid");
}

base::Result<Json> verifyForeign(std::string_view token,
                                 const JwkSet& keys,
                                 const ForeignPolicy& policy,
                                 base::WallTime now) {
    const auto parts = partsOf(token);
    if (!parts.ok()) return parts.error();
    const auto& [jwt, header] = parts.value();
    const auto* key = keys.find(base::textIn(header, "kid"));
    if (key == nullptr) return base::Error{"none of the issuer's keys signed it"};
    if (base::textIn(header, "alg") != nameOf(key->algorithm())) {
        return base::Error{"its algorithm is not its key's"};
    }
    if (!key->verifies(jwt.signed_text, jwt.signature)) {
        return base::Error{"its signature is wrong"};
    }
    auto claims = parseStrictObject(jwt.claims);
    if (!claims) return base::Error{"its claims are no JSON object, or have a name twice"};
    if (const auto objection = objectionTo(*claims, policy, now); !objection.empty()) {
        return base::Error{objection};
    }
    return std::move(*claims);
}

base::Result<std::string> signToken(const Json& claims, const crypto::SigningKey& key) {
    const Json header = {{"alg", nameOf(key.algorithm())}, {"typ", "JWT"}, {"kid", key.id()}};
    const auto textOf = [](const Json& part) {
        return part.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    auto token = signCompact(textOf(header), textOf(claims), key);
    if (!token.ok()) return base::because("sign a token", token.error());
    return token;
}

}  // namespace toolhost::identity
