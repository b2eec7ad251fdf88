#include "loader/services/offers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "loader/services/audit_service.hpp"
#include "loader/services/crypto_service.hpp"
#include "loader/services/http_service.hpp"
#include "loader/services/jwt_service.hpp"
#include "loader/services/secrets_service.hpp"
#include "loader/services/servicenow_service.hpp"
#include "loader/services/shared_services.hpp"
#include "loader/services/sql_service.hpp"
#include "loader/services/store_service.hpp"
#include "loader/services/trace_service.hpp"

namespace toolhost::loader {
namespace {

using Made = std::unique_ptr<Service>;

/// What services are made of: for whom, and what they stand on.
struct Making {
    const Grantee& grantee;
    SharedServices& shared;
    /// Of requests and of the service that tells about them.
    std::shared_ptr<OauthTokens> tokens;

    [[nodiscard]] const GrantSettings& grants() const { return grantee.grants; }
    [[nodiscard]] const ServiceRooms& rooms() const { return shared.rooms(); }
    [[nodiscard]] PluginRecords records() const { return {rooms().trail, grantee.id}; }
};

/// Nothing, and why it is.
Made unusable(const Making& making, const char* service, const base::Error& why) {
    making.rooms().log.error(
        "loader.grant.unusable",
        {{"plugin", making.grantee.name}, {"service", service}, {"reason", why.what}});
    return nullptr;
}

Made makeStore(const Making& making) {
    return std::make_unique<StoreService>(
        making.shared.values(),
        KeyValueOwner{.plugin_id = making.grantee.id,
                      .keys_max = making.grants().store_keys_max,
                      .bytes_max = making.grants().store_bytes_max},
        making.rooms().clock);
}

Made makeCrypto(const Making& making) {
    return std::make_unique<CryptoService>(making.shared.keys().deriveFor(making.grantee.id));
}

Made makeSecrets(const Making& making) {
    if (making.grants().secrets.empty()) return nullptr;
    return std::make_unique<SecretsService>(making.grants().secrets, making.records());
}

Made makeAudit(const Making& making) {
    return std::make_unique<AuditService>(making.records());
}

Made makeHttp(const Making& making) {
    if (making.grants().http_hosts.empty()) return nullptr;
    auto hosts = HttpHosts::parse(making.grants().http_hosts);
    if (!hosts.ok()) return unusable(making, "http", hosts.error());
    return std::make_unique<HttpService>(HttpService::Environment{.hosts = std::move(hosts).value(),
                                                                  .tokens = making.tokens,
                                                                  .client = making.rooms().outbound,
                                                                  .clock = making.rooms().clock});
}

Made makeOauth(const Making& making) {
    if (making.grants().oauth.empty()) return nullptr;
    return std::make_unique<OauthService>(making.tokens, making.rooms().clock);
}

Made makeSql(const Making& making) {
    return std::make_unique<SqlService>(
        making.shared.sqlFiles(),
        SqlOwner{.plugin_id = making.grantee.id, .bytes_max = making.grants().sql_bytes_max},
        making.rooms().clock);
}

Made makeJwt(const Making& making) {
    std::map<std::string, JwtProfile> profiles;
    for (const auto& [name, settings] : making.grants().jwt) {
        auto profile = JwtProfile::load(settings, making.rooms().outbound, making.rooms().clock);
        if (!profile.ok()) {
            return unusable(making, "jwt", base::because("profile " + name, profile.error()));
        }
        profiles.emplace(name, std::move(profile).value());
    }
    if (profiles.empty()) return nullptr;
    return std::make_unique<JwtService>(std::move(profiles), making.rooms().clock);
}

/// A service and who makes it for a plugin; null when it needs configuration that is not there.
struct Offer {
    std::string_view id;
    Made (*make)(const Making&);
};

constexpr std::array<Offer, 8> kSharedOffers{{
    {TOOLHOST_STORE_SERVICE, makeStore},
    {TOOLHOST_CRYPTO_SERVICE, makeCrypto},
    {TOOLHOST_SECRETS_SERVICE, makeSecrets},
    {TOOLHOST_AUDIT_SERVICE, makeAudit},
    {TOOLHOST_HTTP_SERVICE, makeHttp},
    {TOOLHOST_OAUTH_SERVICE, makeOauth},
    {TOOLHOST_SQL_SERVICE, makeSql},
    {TOOLHOST_JWT_SERVICE, makeJwt},
}};

}  // namespace

std::string_view shortNameOf(std::string_view interface_id) {
    const auto begin = interface_id.find('.') + 1;
    return interface_id.substr(begin, interface_id.find('/') - begin);
}

bool isAllowed(const Grantee& grantee, std::string_view interface_id) {
    const auto& denied = grantee.grants.denied;
    return std::find(denied.begin(), denied.end(), shortNameOf(interface_id)) == denied.end();
}

ServicesById servicesFor(const Grantee& grantee, const Rooms& rooms) {
    ServicesById services;
    const auto add = [&](std::string_view id, Made made) {
        if (made && isAllowed(grantee, id)) services.emplace(id, std::move(made));
    };
    add(TOOLHOST_SERVICENOW_SERVICE, std::make_unique<ServicenowService>(rooms.servicenow));
    add(TOOLHOST_TRACE_SERVICE, std::make_unique<TraceService>());
    if (rooms.shared == nullptr) return services;
    const ServiceRooms& shared = rooms.shared->rooms();
    const Making making{
        grantee,
        *rooms.shared,
        std::make_shared<OauthTokens>(grantee.grants.oauth, shared.outbound, shared.clock)};
    for (const auto& [id, make] : kSharedOffers) {
        add(id, make(making));
    }
    return services;
}

}  // namespace toolhost::loader
