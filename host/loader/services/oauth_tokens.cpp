#include "loader/services/oauth_tokens.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/base64.hpp"
#include "base/json_text.hpp"
#include "base/text.hpp"
#include "outbound/url.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using std::chrono::seconds;

constexpr seconds kFetchTimeMax{15};
/// Before a token expires, as clocks differ and requests take time.
constexpr seconds kMargin{30};
constexpr std::int64_t kLifetimeUnsaid = 300;
constexpr std::int64_t kLifetimeMax = 86'400;
constexpr std::size_t kTokenBytesMax = 16'384;
constexpr std::size_t kReplyBytesMax = std::size_t{64} << 10;
constexpr std::size_t kErrorCharactersMax = 64;

/// RFC 6750 §2.1: what may stand in a header.
bool isBearerToken(std::string_view text) {
    constexpr std::string_view kAllowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=";
    return !text.empty() && text.size() <= kTokenBytesMax &&
           text.find_first_not_of(kAllowed) == std::string_view::npos;
}

seconds lifetimeOf(const json& reply) {
    const json member = reply.value("expires_in", json());
    const std::int64_t told = member.is_number() ? member.get<std::int64_t>() : kLifetimeUnsaid;
    return seconds(std::clamp<std::int64_t>(told, 0, kLifetimeMax));
}

base::Error refused(const outbound::Response& response, const json& reply) {
    const std::string error = base::textIn(reply, "error").substr(0, kErrorCharactersMax);
    return {"the token endpoint answered " + std::to_string(response.status) +
            (error.empty() ? std::string() : " with error " + base::quoted(error)) +
            "; see that the client's id, secret and scope are what it knows"};
}

/// RFC 6749 §2.3.1: both are encoded as in a form before they are joined.
std::string basicOf(const OauthSettings& settings) {
    const base::Secret pair(outbound::percentEncode(settings.client_id) + ':' +
                            outbound::percentEncode(settings.client_secret.reveal()));
    return "Basic " + base::encodeBase64(pair.reveal());
}

outbound::Request requestFor(const OauthSettings& settings, base::SteadyTime now) {
    outbound::Headers form{{"grant_type", "client_credentials"}};
    if (!settings.scope.empty()) form.emplace_back("scope", settings.scope);
    if (!settings.audience.empty()) form.emplace_back("audience", settings.audience);
    return {.method = "POST",
            .url = settings.token_url,
            .headers = {{"Authorization", basicOf(settings)},
                        {"Content-Type", "application/x-www-form-urlencoded"},
                        {"Accept", "application/json"}},
            .body = outbound::encodePairs(form),
            .deadline = now + kFetchTimeMax,
            .response_bytes_max = kReplyBytesMax};
}

}  // namespace

base::Result<OauthToken> readOauthToken(const outbound::Outcome& answer, base::SteadyTime now) {
    if (const auto* failure = std::get_if<outbound::Failure>(&answer)) {
        return base::Error{failure->what};
    }
    const auto& response = std::get<outbound::Response>(answer);
    const json reply = json::parse(response.body, nullptr, false);
    const std::string token = base::textIn(reply, "access_token");
    if (response.status != 200 || !reply.is_object()) return refused(response, reply);
    if (!base::equalsIgnoringCase(base::textIn(reply, "token_type"), "bearer") ||
        !isBearerToken(token)) {
        return base::Error{"the token endpoint answered without a bearer token"};
    }
    const seconds lifetime = lifetimeOf(reply);
    return OauthToken{base::Secret(token), now + std::max(lifetime - kMargin, lifetime / 2)};
}

OauthTokens::OauthTokens(std::map<std::string, OauthSettings> settings,
                         outbound::Client& client,
                         const base::Clock& clock)
    : client_(client), clock_(clock) {
    for (auto& [name, each] : settings) {
        Slot& slot = slots_[name];
        auto hosts = HttpHosts::parse(each.hosts);
        if (hosts.ok()) slot.hosts = std::move(hosts).value();  // else they are none
        slot.settings = std::move(each);
    }
}

std::vector<std::string> OauthTokens::names() const {
    std::vector<std::string> names;
    for (const auto& entry : slots_) {
        names.push_back(entry.first);
    }
    return names;
}

bool OauthTokens::mayGoTo(const std::string& name, const outbound::Url& url) const {
    const Slot& slot = slots_.at(name);
    return slot.settings.hosts.empty() || slot.hosts.reachOf(url).has_value();
}

void OauthTokens::get(const std::string& name, base::Completion<OauthToken> then) {
    std::unique_lock lock(mutex_);
    Slot& slot = slots_.at(name);
    if (slot.kept && slot.kept->use_until > clock_.steady()) {
        OauthToken kept = *slot.kept;
        lock.unlock();
        return then(std::move(kept));
    }
    slot.waiting.push_back(std::move(then));
    const bool is_first = slot.waiting.size() == 1;
    lock.unlock();
    if (is_first) fetch(name, slot.settings);
}

void OauthTokens::fetch(const std::string& name, const OauthSettings& settings) {
    client_.send(requestFor(settings, clock_.steady()),
                 {},
                 [self = shared_from_this(), name](const outbound::Outcome& answer) {
                     self->land(name, readOauthToken(answer, self->clock_.steady()));
                 });
}

void OauthTokens::land(const std::string& name, const base::Result<OauthToken>& fetched) {
    std::vector<base::Completion<OauthToken>> waiting;
    {
        const std::lock_guard lock(mutex_);
        Slot& slot = slots_.at(name);
        waiting.swap(slot.waiting);
        slot.kept.reset();
        if (fetched.ok()) slot.kept = fetched.value();
    }
    for (const auto& then : waiting) {
        then(fetched.ok() ? fetched
                          : base::because("get the token " + base::quoted(name), fetched.error()));
    }
}

void OauthTokens::forget(const std::string& name, const base::Secret& token) {
    const std::lock_guard lock(mutex_);
    auto& kept = slots_.at(name).kept;
    if (kept && kept->token.reveal() == token.reveal()) kept.reset();
}

}  // namespace toolhost::loader
