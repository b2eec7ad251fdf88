#include "simulator/auth/client_registry.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "simulator/refusals.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

std::optional<Record> findRow(std::string_view id, Records& records) {
    auto row = records.findBy(records.schema().table("oauth_entity"), "client_id", id);
    if (!row || row->get("client_id") != id) return std::nullopt;
    return row;
}

std::chrono::seconds secondsIn(const Record& row, std::string_view element) {
    return std::chrono::seconds(parseInteger(row.get(element)).value_or(0));
}

std::vector<std::string> urisIn(const std::string& text) {
    std::vector<std::string> uris;
    for (const auto uri : split(text, ',')) {
        if (!trim(uri).empty()) uris.emplace_back(trim(uri));
    }
    return uris;
}

std::string yesNo(bool value) {
    return value ? "true" : "false";
}

/// What of the changes is a field of the record. Throws json::exception on a value of another type.
Result<Values> fieldsIn(const json& changes, Records& records) {
    Values fields;
    if (changes.contains("active")) fields["active"] = yesNo(changes.at("active").get<bool>());
    for (const auto& [member, element] : {std::pair{"access_seconds", "access_token_lifespan"},
                                          std::pair{"refresh_seconds", "refresh_token_lifespan"}}) {
        if (!changes.contains(member)) continue;
        fields[element] = std::to_string(changes.at(member).get<long long>());
    }
    if (!changes.contains("application_user")) return fields;
    const auto name = changes.at("application_user").get<std::string>();
    const auto user = records.findBy(records.schema().table("sys_user"), "user_name", name);
    if (!name.empty() && !user) {
        return refusals::unreadableRequest("There is no user '" + name + "'");
    }
    fields["user"] = name.empty() ? std::string() : user->sysId();
    return fields;
}

}  // namespace

ClientRegistry::ClientRegistry(const OAuthClients& clients) {
    for (const auto& client : clients) {
        spoiled_[client.id] = {client.secret_expired, client.disabled_grants};
    }
}

ClientRegistry::Spoiled ClientRegistry::spoiled(std::string_view id) const {
    const std::lock_guard lock(mutex_);
    const auto found = spoiled_.find(id);
    return found == spoiled_.end() ? Spoiled{} : found->second;
}

std::optional<Application> ClientRegistry::find(std::string_view id, Records& records) const {
    const auto row = findRow(id, records);
    if (!row) return std::nullopt;
    const auto spoils = spoiled(id);
    return Application{row->get("client_id"),
                       row->get("client_secret"),
                       row->get("public_client") == "true",
                       row->get("active") == "true",
                       row->get("user"),
                       secondsIn(*row, "access_token_lifespan"),
                       secondsIn(*row, "refresh_token_lifespan"),
                       urisIn(row->get("redirect_url")),
                       spoils.secret_expired,
                       spoils.disabled_grants};
}

std::optional<Refusal> ClientRegistry::change(std::string_view id,
                                              const json& changes,
                                              Records& records) {
    const auto row = findRow(id, records);
    if (!row) return refusals::noRecord();
    try {
        auto spoils = spoiled(id);
        spoils.secret_expired = changes.value("secret_expired", spoils.secret_expired);
        spoils.disabled_grants = changes.value("disabled_grants", spoils.disabled_grants);
        const auto fields = fieldsIn(changes, records);
        if (!fields) return fields.refusal();
        if (!fields.value().empty()) records.update(*row->table, row->sysId(), fields.value());
        const std::lock_guard lock(mutex_);
        spoiled_.insert_or_assign(std::string(id), std::move(spoils));
        return std::nullopt;
    } catch (const json::exception& fault) {
        return refusals::unreadableRequest(fault.what());
    }
}

json ClientRegistry::describe(Records& records) const {
    std::vector<std::string> ids;
    {
        auto statement = records.session().prepare(
            "SELECT \"client_id\" FROM \"oauth_entity\" WHERE \"client_id\" IS NOT NULL "
            "ORDER BY \"client_id\"");
        while (statement.step()) {
            ids.emplace_back(statement.text(0));
        }
    }
    auto out = json::array();
    for (const auto& id : ids) {
        const auto client = find(id, records);
        if (!client) continue;
        const auto user = records.find(records.schema().table("sys_user"), client->user);
        out.push_back({{"client_id", client->id},
                       {"active", client->active},
                       {"secret_expired", client->secret_expired},
                       {"disabled_grants", client->disabled_grants},
                       {"application_user", user ? user->get("user_name") : std::string()},
                       {"access_seconds", client->access_life.count()},
                       {"refresh_seconds", client->refresh_life.count()}});
    }
    return out;
}

}  // namespace toolhost::sim
