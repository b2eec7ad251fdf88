#include "loader/services/jwt_service.hpp"

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "crypto/verifying_key.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using Type = Member::Type;
constexpr auto kRequired = Member::Presence::Required;

constexpr std::size_t kClaimsBytesMax = 8'192;
/// Claims that the profile decides.
constexpr std::array<const char*, 6> kHostsClaims{"iss", "aud", "iat", "nbf", "exp", "jti"};

base::Result<std::shared_ptr<JwkSource>> keysFor(const JwtSettings& settings,
                                                 outbound::Client& client,
                                                 const base::Clock& clock) {
    if (!settings.jwks_url.empty()) {
        return std::make_shared<JwkSource>(settings.jwks_url, client, clock);
    }
    if (settings.public_key_file.empty()) return std::shared_ptr<JwkSource>();
    std::ostringstream pem;
    pem << std::ifstream(settings.public_key_file).rdbuf();
    auto key = crypto::VerifyingKey::fromPem(pem.str());
    if (!key.ok()) return base::because("read " + settings.public_key_file, key.error());
    return std::make_shared<JwkSource>(identity::JwkSet::of(std::move(key).value()), client, clock);
}

base::Result<std::shared_ptr<const crypto::SigningKey>> signingKeyFor(const JwtSettings& settings) {
    using Key = std::shared_ptr<const crypto::SigningKey>;
    if (settings.signing_key_file.empty()) return Key();
    auto key = crypto::SigningKey::load(settings.signing_key_file);
    if (!key.ok()) return key.error();
    return Key(std::make_shared<const crypto::SigningKey>(std::move(key).value()));
}

/// Why the claims are not a plugin's to sign; empty when they are.
std::string objectionTo(const json& claims) {
    for (const char* name : kHostsClaims) {
        if (claims.contains(name)) return std::string("the claim ") + name + " is the profile's";
    }
    if (answerJson(claims).size() > kClaimsBytesMax) return "claims have at most 8,192 bytes";
    return {};
}

Refusal notDone(const char* what) {
    return {TOOLHOST_E_DENIED,
            "not_granted",
            std::string("the admin did not grant this profile to ") + what};
}

/// The plugin's claims and the profile's.
json claimsFor(const JwtProfile& profile, json claims, std::int64_t now, std::int64_t lifetime) {
    claims["iss"] = profile.policy.issuer;
    claims["aud"] = profile.policy.audience;
    claims["iat"] = now;
    claims["exp"] = now + lifetime;
    claims["jti"] = base::randomHexId();
    return claims;
}

}  // namespace

base::Result<JwtProfile> JwtProfile::load(const JwtSettings& settings,
                                          outbound::Client& client,
                                          const base::Clock& clock) {
    if (settings.issuer.empty() || settings.audience.empty()) {
        return base::Error{"a profile needs its issuer and its audience"};
    }
    auto keys = keysFor(settings, client, clock);
    if (!keys.ok()) return keys.error();
    auto key = signingKeyFor(settings);
    if (!key.ok()) return key.error();
    return JwtProfile{.policy = {settings.issuer, settings.audience},
                      .keys = std::move(keys).value(),
                      .key = std::move(key).value(),
                      .lifetime_max = settings.lifetime_max};
}

JwtService::JwtService(std::map<std::string, JwtProfile> profiles, const base::Clock& clock)
    : profiles_(std::move(profiles)),
      clock_(clock),
      operations_{{"profiles", {}, [this](const auto& question) { list(question); }},
                  {"verify",
                   {{"profile", Type::Text, kRequired}, {"token", Type::Text, kRequired}},
                   [this](const auto& question) { verify(question); }},
                  {"sign",
                   {{"profile", Type::Text, kRequired},
                    {"claims", Type::Object, kRequired},
                    {"lifetime_seconds", Type::Whole}},
                   [this](const auto& question) { sign(question); }}} {}

void JwtService::list(const Question& question) const {
    json profiles = json::object();
    for (const auto& [name, profile] : profiles_) {
        profiles[name] = {{"verifies", profile.keys != nullptr}, {"signs", profile.key != nullptr}};
    }
    question.answer({{"profiles", std::move(profiles)}});
}

const JwtProfile* JwtService::profileOf(const Question& question) const {
    const std::string name = question.text("profile").value_or("");
    const auto found = profiles_.find(name);
    if (found != profiles_.end()) return &found->second;
    question.refuse({TOOLHOST_E_DENIED,
                     "not_granted",
                     "the admin granted no profile " + base::quoted(name) + "; it is set as jwt." +
                         name + ".issuer"});
    return nullptr;
}

void JwtService::verify(const Question& question) const {
    const JwtProfile* profile = profileOf(question);
    if (profile == nullptr) return;
    if (!profile->keys) return question.refuse(notDone("check tokens"));
    const std::string token = question.text("token").value_or("");
    const auto key_id = identity::keyIdOf(token);
    if (!key_id.ok()) return question.refuse({TOOLHOST_E_DENIED, "token", key_id.error().what});
    profile->keys->get(
        key_id.value(),
        [token, policy = profile->policy, &clock = clock_, replied = question.replied()](
            const base::Result<JwkSource::Keys>& keys) {
            if (!keys.ok()) {
                return refuse(replied, {TOOLHOST_E_FAILED, "unavailable", keys.error().what});
            }
            const auto claims = identity::verifyForeign(token, *keys.value(), policy, clock.wall());
            if (claims.ok()) return reply(replied, {{"claims", claims.value()}});
            refuse(replied, {TOOLHOST_E_DENIED, "token", claims.error().what});
        });
}

void JwtService::sign(const Question& question) const {
    const JwtProfile* profile = profileOf(question);
    if (profile == nullptr) return;
    if (!profile->key) return question.refuse(notDone("sign tokens"));
    const json& claims = question.json()["claims"];
    if (const auto objection = objectionTo(claims); !objection.empty()) {
        return question.refuseArgument(objection);
    }
    const std::int64_t most = profile->lifetime_max.count();
    const std::int64_t lifetime = question.whole("lifetime_seconds").value_or(most);
    if (lifetime < 1 || lifetime > most) {
        return question.refuseArgument("lifetime_seconds is a whole number from 1 to " +
                                       std::to_string(most));
    }
    const auto now = base::secondsSinceEpoch(clock_.wall());
    const auto token =
        identity::signToken(claimsFor(*profile, claims, now, lifetime), *profile->key);
    if (!token.ok()) {
        return question.refuse({TOOLHOST_E_FAILED, "unavailable", token.error().what});
    }
    question.answer({{"token", token.value()}, {"expires_in_seconds", lifetime}});
}

}  // namespace toolhost::loader
