#include "simulator/auth/assertion.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "simulator/auth/base64.hpp"
#include "simulator/auth/reason.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

std::optional<json> decodeObject(std::string_view part) {
    const auto text = decodeBase64Url(part);
    if (!text) return std::nullopt;
    auto parsed = json::parse(*text, nullptr, false);
    if (!parsed.is_object()) return std::nullopt;
    return parsed;
}

std::string stringClaim(const json& claims, const char* name) {
    const auto found = claims.find(name);
    return found != claims.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A NumericDate; nothing when absent, no integer, or outside what a date can be.
std::optional<Seconds> timeClaim(const json& claims, const char* name) {
    constexpr long long kLatest = 253'402'300'799;  // the end of the year 9999
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number_integer()) return std::nullopt;
    const auto seconds = found->get<long long>();
    if (seconds < 0 || seconds > kLatest) return std::nullopt;
    return Seconds(std::chrono::seconds(seconds));
}

std::optional<std::string> headerFault(const json& header, const JwtVerifier& verifier) {
    if (!verifier.key.knows(stringClaim(header, "alg"))) {
        return "alg is none of the key registered for the client";
    }
    if (header.contains("crit")) return "crit names extensions that are not understood";
    if (header.contains("typ") && !sameText(stringClaim(header, "typ"), "JWT")) {
        return "typ is not JWT";
    }
    if (!verifier.kid.empty() && stringClaim(header, "kid") != verifier.kid) {
        return "kid is not the one registered for the client";
    }
    return std::nullopt;
}

/// One string, or an array that holds only that string.
bool audienceIs(const json& claims, const std::string& client_id) {
    const auto found = claims.find("aud");
    if (found == claims.end()) return false;
    return *found == client_id || *found == json::array({client_id});
}

std::optional<std::string> identityFault(const json& claims,
                                         const std::string& client_id,
                                         const JwtVerifier& verifier) {
    if (stringClaim(claims, "iss") != client_id) return "iss is not the client_id";
    if (!audienceIs(claims, client_id)) return "aud is not the client_id";
    if (stringClaim(claims, "sub").empty()) return "sub is missing";
    if (verifier.jti_once && stringClaim(claims, "jti").empty()) return "jti is missing";
    return std::nullopt;
}

std::optional<std::string> timeFault(const json& claims, Seconds now, std::chrono::seconds skew) {
    const auto expires = timeClaim(claims, "exp");
    const auto issued = timeClaim(claims, "iat");
    if (!expires) return "exp is missing or no time";
    if (*expires + skew <= now) return "the assertion has expired";
    if (!issued) return "iat is missing or no time";
    if (*issued > now + skew) return "iat is in the future";
    if (*expires <= *issued) return "exp is not after iat";
    if (!claims.contains("nbf")) return std::nullopt;
    const auto not_before = timeClaim(claims, "nbf");
    if (!not_before) return "nbf is no time";
    if (*not_before > now + skew) return "nbf is in the future";
    return std::nullopt;
}

Result<json> verifiedClaims(std::string_view token, const JwtVerifier& verifier) {
    constexpr std::size_t kTokenBytesMax = 16'384;
    if (token.size() > kTokenBytesMax) return because("the assertion is larger than 16 KiB");
    const auto parts = split(token, '.');
    if (parts.size() != 3) return because("the assertion is no compact JWS of three parts");
    const auto header = decodeObject(parts[0]);
    if (!header) return because("the assertion's header is no JSON object in base64url");
    if (auto fault = headerFault(*header, verifier)) return because(std::move(*fault));
    const auto signature = decodeBase64Url(parts[2]);
    const auto signed_text = token.substr(0, parts[0].size() + 1 + parts[1].size());
    const auto algorithm = stringClaim(*header, "alg");
    if (!signature || !verifier.key.verifies(signed_text, *signature, algorithm)) {
        return because("the signature is not by the key registered for the client");
    }
    auto claims = decodeObject(parts[1]);
    if (!claims) return because("the assertion's claims are no JSON object in base64url");
    return std::move(*claims);
}

}  // namespace

std::string keyIdOf(std::string_view token) {
    const auto header = decodeObject(token.substr(0, token.find('.')));
    return header ? stringClaim(*header, "kid") : std::string();
}

Result<Assertion> verifyAssertion(std::string_view token,
                                  const std::string& client_id,
                                  const JwtVerifier& verifier,
                                  Seconds now) {
    const auto verified = verifiedClaims(token, verifier);
    if (!verified) return verified.refusal();
    const auto& claims = verified.value();
    if (auto fault = identityFault(claims, client_id, verifier)) return because(std::move(*fault));
    if (auto fault = timeFault(claims, now, verifier.clock_skew)) return because(std::move(*fault));
    return Assertion{
        stringClaim(claims, "sub"), stringClaim(claims, "jti"), *timeClaim(claims, "exp")};
}

}  // namespace toolhost::sim
