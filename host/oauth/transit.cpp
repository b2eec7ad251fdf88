#include "oauth/transit.hpp"

#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "base/json_text.hpp"
#include "crypto/digest.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kAgeMaxSeconds = 1800;

std::string bindingOf(Stage stage, const base::Secret& cookie) {
    const char* page = stage == Stage::SignIn ? "sign-in " : "consent ";
    return std::string("authorization/1 ") + page +
           std::string(crypto::bytesOf(crypto::sha256(cookie.reveal())));
}

AuthorizationRequest requestFrom(const Json& kept) {
    return {.client_id = base::textIn(kept, "client_id"),
            .redirect_uri = base::textIn(kept, "redirect_uri"),
            .state = base::textIn(kept, "state"),
            .scopes = kept.value("scopes", std::vector<std::string>()),
            .challenge = base::textIn(kept, "challenge"),
            .prompt = static_cast<Prompt>(kept.value("prompt", 0))};
}

}  // namespace

base::Result<std::string> Transit::seal(const AuthorizationRequest& request,
                                        Stage stage,
                                        const base::Secret& cookie,
                                        base::WallTime now) const {
    const Json kept{{"client_id", request.client_id},
                    {"redirect_uri", request.redirect_uri},
                    {"state", request.state},
                    {"scopes", request.scopes},
                    {"challenge", request.challenge},
                    {"prompt", static_cast<int>(request.prompt)},
                    {"at", base::secondsSinceEpoch(now)}};
    auto sealed = sealer_.seal(kept.dump(), bindingOf(stage, cookie));
    if (!sealed) return sealed.error();
    return base::encodeBase64Url(sealed.value());
}

std::optional<AuthorizationRequest> Transit::open(std::string_view sealed,
                                                  Stage stage,
                                                  const base::Secret& cookie,
                                                  base::WallTime now) const {
    const auto bytes = base::decodeBase64Url(sealed);
    if (!bytes) return std::nullopt;
    const auto text = sealer_.open(*bytes, bindingOf(stage, cookie));
    if (!text) return std::nullopt;
    const auto kept = Json::parse(text.value(), nullptr, false);
    if (!kept.is_object()) return std::nullopt;
    const auto age = base::secondsSinceEpoch(now) - kept.value("at", std::int64_t{0});
    if (age < 0 || age > kAgeMaxSeconds) return std::nullopt;
    return requestFrom(kept);
}

}  // namespace toolhost::oauth
