#include "simulator/auth/client_registry.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "simulator/refusals.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

OAuthClient changed(OAuthClient client, const json& changes) {
    client.active = changes.value("active", client.active);
    client.secret_expired = changes.value("secret_expired", client.secret_expired);
    client.disabled_grants = changes.value("disabled_grants", client.disabled_grants);
    client.application_user = changes.value("application_user", client.application_user);
    client.access_life = std::chrono::seconds(
        changes.value("access_seconds", static_cast<long long>(client.access_life.count())));
    client.refresh_life = std::chrono::seconds(
        changes.value("refresh_seconds", static_cast<long long>(client.refresh_life.count())));
    return client;
}

}  // namespace

std::optional<OAuthClient> ClientRegistry::find(std::string_view id) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(
        clients_.begin(), clients_.end(), [&](const auto& client) { return client.id == id; });
    if (found == clients_.end()) return std::nullopt;
    return *found;
}

std::optional<Refusal> ClientRegistry::change(std::string_view id, const json& changes) {
    const std::lock_guard lock(mutex_);
    for (auto& client : clients_) {
        if (client.id != id) continue;
        try {
            client = changed(client, changes);
            return std::nullopt;
        } catch (const json::exception& fault) {
            return refusals::unreadableRequest(fault.what());
        }
    }
    return refusals::noRecord();
}

json ClientRegistry::describe() const {
    const std::lock_guard lock(mutex_);
    auto out = json::array();
    for (const auto& client : clients_) {
        out.push_back({{"client_id", client.id},
                       {"active", client.active},
                       {"secret_expired", client.secret_expired},
                       {"disabled_grants", client.disabled_grants},
                       {"application_user", client.application_user},
                       {"access_seconds", client.access_life.count()},
                       {"refresh_seconds", client.refresh_life.count()}});
    }
    return out;
}

}  // namespace toolhost::sim
