#pragma once

#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/auth/oauth_client.hpp"
#include "simulator/records.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// The OAuth applications of the instance: rows of oauth_entity, which an administrator may change
/// at any time, and what tests spoil for which the platform has no field. Any thread.
class ClientRegistry {
public:
    /// Knows what the clients given at the start have no field for; see registerClients().
    explicit ClientRegistry(const OAuthClients& clients);

    [[nodiscard]] std::optional<Application> find(std::string_view id, Records& records) const;
    /// Changes {"active", "secret_expired", "disabled_grants", "application_user",
    /// "access_seconds", "refresh_seconds"}, each optional. The refusal, if it cannot.
    std::optional<Refusal> change(std::string_view id,
                                  const nlohmann::json& changes,
                                  Records& records);
    /// All of them, without secrets and keys.
    [[nodiscard]] nlohmann::json describe(Records& records) const;

private:
    struct Spoiled {
        bool secret_expired = false;
        GrantTypes disabled_grants;
    };

    [[nodiscard]] Spoiled spoiled(std::string_view id) const;

    mutable std::mutex mutex_;
    std::map<std::string, Spoiled, std::less<>> spoiled_;  // guarded by mutex_
};

/// Writes the records of applications: oauth_entity, or for those with a key oauth_jwt,
/// jwt_verifier_map and sys_certificate. What was there under their client_ids goes. Throws
/// std::runtime_error when an application user does not exist.
void registerClients(const OAuthClients& clients, Records& records);

}  // namespace toolhost::sim
