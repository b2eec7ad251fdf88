#include "oauth/registration_endpoint.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "identity/compact_jwt.hpp"
#include "oauth/client_authenticator.hpp"
#include "oauth/client_metadata.hpp"
#include "oauth/sign_in_pace.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;
using identity::Client;
using identity::ClientRequest;

constexpr std::size_t kBodyBytesMax = 64U << 10U;
constexpr std::size_t kAddressesMax = 10'000;
constexpr std::string_view kScheme = "Bearer ";

bool isJson(const Request& request) {
    const auto types = valuesOf(request.headers, "Content-Type");
    return types.size() == 1 &&
           base::equalsIgnoringCase(base::trim(types[0].substr(0, types[0].find(';'))),
                                    "application/json");
}

Refusal invalid(std::string description) {
    return {400, "invalid_client_metadata", std::move(description)};
}

/// What was registered (RFC 7591 §3.2.1); nothing that is absent is said.
std::string describe(const Client& client, const base::Secret& secret) {
    Json body{{"client_id", client.id},
              {"client_id_issued_at", base::secondsSinceEpoch(client.created)},
              {"grant_types", client.grants},
              {"token_endpoint_auth_method", methodOf(client.proof)},
              {"scope", base::join(client.scopes, " ")}};
    if (!client.redirect_uris.empty()) {
        body["redirect_uris"] = client.redirect_uris;
        body["response_types"] = Json::array({"code"});
    }
    if (!client.name.empty()) body["client_name"] = client.name;
    if (!client.jwks.empty()) body["jwks"] = Json::parse(client.jwks, nullptr, false);
    if (!secret.empty()) {
        body["client_secret"] = secret.reveal();
        body["client_secret_expires_at"] = 0;
    }
    return body.dump();
}

}  // namespace

RegistrationEndpoint::RegistrationEndpoint(const Parts& parts)
    : addresses_(parts.addresses),
      registration_(parts.settings.registration),
      clients_(parts.clients),
      tokens_(parts.tokens),
      witness_(parts.witness),
      clock_(parts.clock) {}

Response RegistrationEndpoint::answer(const Request& request) {
    if (request.method != "POST") {
        return formRefused({405, "invalid_request", "this endpoint takes POST only"}, {});
    }
    if (const auto fault = admissionFault(request)) return refuse(*fault, request);
    if (!isJson(request)) return refuse(invalid("Content-Type must be application/json"), request);
    if (request.body.size() > kBodyBytesMax) {
        return refuse({413, "invalid_client_metadata", "it is longer than 64 KiB"}, request);
    }
    const auto metadata = identity::parseStrictObject(request.body);
    if (!metadata) {
        return refuse(invalid("the body is not a JSON object, or nests too deeply"), request);
    }
    auto read = readMetadata(*metadata, "client_secret_basic");
    if (const auto* fault = std::get_if<MetadataFault>(&read)) {
        return refuse({400, fault->error, fault->description}, request);
    }
    auto& wanted = std::get<ClientRequest>(read);
    wanted.origin = identity::ClientOrigin::Registration;
    const bool wants_own_tokens =
        std::find(wanted.grants.begin(), wanted.grants.end(), identity::kClientCredentials) !=
        wanted.grants.end();
    // Anybody could then call tools that take no user.
    if (wants_own_tokens && !hasToken(request)) {
        return refuse(invalid("client_credentials takes a registration token"), request);
    }
    return registerAs(wanted, request);
}

std::optional<Refusal> RegistrationEndpoint::admissionFault(const Request& request) {
    const bool must_have_token = registration_ == Registration::Guarded;
    const bool shows_one = !valuesOf(request.headers, "Authorization").empty();
    if ((must_have_token || shows_one) && !hasToken(request)) {
        return Refusal{401,
                       "invalid_token",
                       "registering here takes a token that the administrator gives out"};
    }
    if (isTooMany(request.peer)) {
        return Refusal{429, "temporarily_unavailable", "too many registrations; try again later"};
    }
    return std::nullopt;
}

bool RegistrationEndpoint::hasToken(const Request& request) const {
    const auto values = valuesOf(request.headers, "Authorization");
    if (values.size() != 1) return false;
    const auto value = values.front();
    if (!base::equalsIgnoringCase(value.substr(0, kScheme.size()), kScheme)) return false;
    const auto admitted = tokens_.admit(value.substr(kScheme.size()), clock_.wall());
    return admitted.ok() && admitted.value();
}

bool RegistrationEndpoint::isTooMany(const std::string& peer) {
    constexpr std::chrono::hours kHour{1};
    const auto now = clock_.steady();
    const std::lock_guard lock(mutex_);
    if (hours_.size() >= kAddressesMax) {
        std::erase_if(hours_, [&](const auto& each) { return now - each.second.began >= kHour; });
        if (hours_.size() >= kAddressesMax) return true;
    }
    auto& hour = hours_.try_emplace(addressGroup(peer), Hour{now, 0}).first->second;
    if (now - hour.began >= kHour) hour = {now, 0};
    return ++hour.count > kPerHourAndAddress;
}

Response RegistrationEndpoint::registerAs(const ClientRequest& wanted, const Request& request) {
    const auto all = clients_.list();
    const auto came_so = std::count_if(all.begin(), all.end(), [](const Client& client) {
        return client.origin == identity::ClientOrigin::Registration && client.isEnabled();
    });
    if (static_cast<std::size_t>(came_so) >= kClientsMax) {
        return refuse({503, "temporarily_unavailable", "too many clients are registered"}, request);
    }
    const auto added = clients_.add(wanted, clock_.wall());
    const auto client = added ? clients_.find(added.value().client_id) : nullptr;
    if (!client) return refuse({503, "temporarily_unavailable", "try again later"}, request);
    audit::Event event;
    event.type = "client.register";
    event.actor.client_id = client->id;
    event.target = client->id;
    event.details = {{"name", client->name},
                     {"redirect_uris", base::join(client->redirect_uris, " ")},
                     {"peer", request.peer}};
    if (!witness_.settle(event)) {
        (void)clients_.erase(client->id);
        return refuse({503, "temporarily_unavailable", "try again later"}, request);
    }
    return {201, tokenHeaders(), describe(*client, added.value().client_secret)};
}

Response RegistrationEndpoint::refuse(const Refusal& refusal, const Request& request) const {
    audit::Event event;
    event.type = "client.register";
    event.outcome = audit::Outcome::Denied;
    event.target = "register";
    event.details = {{"error", refusal.error}, {"peer", request.peer}};
    witness_.note(event);
    Response response{refusal.status, tokenHeaders(), {}};
    if (refusal.status == 401) {
        response.headers.emplace_back("WWW-Authenticate",
                                      "Bearer realm=\"" + addresses_.issuer + '"');
    }
    if (refusal.status == 429) response.headers.emplace_back("Retry-After", "3600");
    response.body =
        Json{{"error", refusal.error}, {"error_description", refusal.description}}.dump();
    return response;
}

}  // namespace toolhost::oauth
