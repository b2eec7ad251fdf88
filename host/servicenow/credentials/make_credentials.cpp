#include "servicenow/credentials/make_credentials.hpp"

#include <array>
#include <utility>

#include "servicenow/credentials/account_grant.hpp"
#include "servicenow/credentials/fixed_credentials.hpp"
#include "servicenow/credentials/jwt_bearer_grant.hpp"
#include "servicenow/credentials/oauth_credentials.hpp"
#include "servicenow/credentials/passthrough_credentials.hpp"
#include "servicenow/exchange/endpoint.hpp"

namespace toolhost::servicenow {
namespace {

using Made = base::Result<std::unique_ptr<Credentials>>;

std::unique_ptr<Credentials> fixed(const Endpoint& endpoint,
                                   const InstanceSettings& settings,
                                   Proof proof) {
    return std::make_unique<FixedCredentials>(
        Subjects::account(settings), std::move(proof), endpoint.host.clock);
}

Made jwtBearer(Endpoint& endpoint, const InstanceSettings& settings, std::stop_token closing) {
    auto signer = AssertionSigner::load(settings);
    if (!signer) return signer.error();
    return std::unique_ptr<Credentials>(std::make_unique<OAuthCredentials>(
        endpoint,
        OAuthCredentials::Identity{
            settings.grant, settings.client_id, settings.subject_field == "email"},
        Subjects::mapped(settings),
        std::make_unique<JwtBearerGrant>(settings, std::move(signer).value()),
        std::move(closing)));
}

std::unique_ptr<Credentials> ofAccount(Endpoint& endpoint,
                                       const InstanceSettings& settings,
                                       std::stop_token closing) {
    return std::make_unique<OAuthCredentials>(
        endpoint,
        OAuthCredentials::Identity{.grant = settings.grant, .client_id = settings.client_id},
        Subjects::account(settings),
        std::make_unique<AccountGrant>(settings),
        std::move(closing));
}

bool isEmpty(const InstanceSettings& settings, std::string_view key) {
    const std::array<std::pair<std::string_view, bool>, 7> empty = {
        {{"client_id", settings.client_id.empty()},
         {"client_secret", settings.client_secret.empty()},
         {"key_file", settings.key_file.empty()},
         {"key_id", settings.key_id.empty()},
         {"user_name", settings.user_name.empty()},
         {"password", settings.password.empty()},
         {"refresh_token", settings.refresh_token.empty()}}};
    for (const auto& [name, is_empty] : empty) {
        if (name == key) return is_empty;
    }
    return key == "api_key" && settings.api_key.empty();
}

}  // namespace

std::string missingKey(const InstanceSettings& settings) {
    for (const auto& needed : kNeededKeys) {
        if (needed.grant == settings.grant && isEmpty(settings, needed.key)) {
            return std::string(needed.key);
        }
    }
    return {};
}

Made makeCredentials(Endpoint& endpoint,
                     const InstanceSettings& settings,
                     std::stop_token closing) {
    switch (settings.grant) {
        case Grant::JwtBearer:
            return jwtBearer(endpoint, settings, std::move(closing));
        case Grant::Password:
        case Grant::ClientCredentials:
        case Grant::RefreshToken:
            return ofAccount(endpoint, settings, std::move(closing));
        case Grant::Basic:
            return fixed(endpoint, settings, basicProof(settings));
        case Grant::ApiKey:
            return fixed(endpoint, settings, apiKeyProof(settings));
        case Grant::Passthrough:
            return std::unique_ptr<Credentials>(
                std::make_unique<PassthroughCredentials>(endpoint, settings, std::move(closing)));
    }
    return base::Error{"unknown grant"};
}

}  // namespace toolhost::servicenow
