#include <stdexcept>

#include "simulator/auth/client_registry.hpp"
#include "simulator/sys_id.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

/// Writes a record of a table with the table's defaults; its sys_id.
std::string store(Records& records, std::string_view table, const std::string& key, Values values) {
    const auto& type = records.schema().table(table);
    Record record{&type, std::move(values)};
    for (const auto& [element, value] : type.defaults) {
        record.values.emplace(element, value);
    }
    record.set("sys_id", sysIdOf(table, key));
    record.set("sys_mod_count", "0");
    if (!type.isAlone()) record.set("sys_class_name", type.name);
    records.remove(type, record.sysId());
    records.insert(record);
    return record.sysId();
}

std::string sysIdOfUser(const std::string& user_name, Records& records) {
    if (user_name.empty()) return {};
    const auto user = records.findBy(records.schema().table("sys_user"), "user_name", user_name);
    if (!user) throw std::runtime_error("register a client: there is no user " + user_name);
    return user->sysId();
}

Values valuesOf(const OAuthClient& client, Records& records) {
    Values values{{"name", client.id},
                  {"client_id", client.id},
                  {"client_secret", client.secret},
                  {"public_client", client.secret.empty() ? "true" : "false"},
                  {"active", client.active ? "true" : "false"},
                  {"redirect_url", join(client.redirect_uris, ",")},
                  {"user", sysIdOfUser(client.application_user, records)},
                  {"access_token_lifespan", std::to_string(client.access_life.count())},
                  {"refresh_token_lifespan", std::to_string(client.refresh_life.count())}};
    if (!client.jwt) return values;
    values["user_field"] = client.jwt->user_field;
    values["clock_skew"] = std::to_string(client.jwt->clock_skew.count());
    values["enable_jti_verification"] = client.jwt->jti_once ? "true" : "false";
    // One with a secret may have other grants beside.
    values["inbound_grant_type"] = client.secret.empty() ? "jwt" : "multiple";
    return values;
}

void storeTrust(const OAuthClient& client, const std::string& provider, Records& records) {
    const auto& key = client.jwt->key;
    Values map{{"name", client.id},
               {"oauth_jwt", provider},
               {"kid", client.jwt->kid},
               {"shared_key", key.sharedSecret()}};
    if (key.sharedSecret().empty()) {
        map["sys_certificate"] =
            store(records,
                  "sys_certificate",
                  client.id,
                  {{"name", client.id}, {"pem_certificate", key.certificate()}});
    }
    store(records, "jwt_verifier_map", client.id, std::move(map));
}

}  // namespace

void registerClients(const OAuthClients& clients, Records& records) {
    const auto& entities = records.schema().table("oauth_entity");
    for (const auto& client : clients) {
        if (const auto known = records.findBy(entities, "client_id", client.id)) {
            records.remove(entities, known->sysId());
        }
        const auto* table = client.jwt ? "oauth_jwt" : "oauth_entity";
        const auto id = store(records, table, client.id, valuesOf(client, records));
        if (client.jwt) storeTrust(client, id, records);
    }
}

}  // namespace toolhost::sim
