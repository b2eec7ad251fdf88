#pragma once

#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "simulator/auth/oauth_client.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// The OAuth applications of the instance, which tests may spoil while it runs. Any thread.
class ClientRegistry {
public:
    explicit ClientRegistry(OAuthClients clients) : clients_(std::move(clients)) {}

    [[nodiscard]] std::optional<OAuthClient> find(std::string_view id) const;
    /// Changes {"active", "secret_expired", "disabled_grants", "application_user",
    /// "access_seconds", "refresh_seconds"}, each optional. The refusal, if it cannot.
    std::optional<Refusal> change(std::string_view id, const nlohmann::json& changes);
    /// All of them, without secrets and keys.
    [[nodiscard]] nlohmann::json describe() const;

private:
    mutable std::mutex mutex_;
    OAuthClients clients_;  // guarded by mutex_
};

}  // namespace toolhost::sim
