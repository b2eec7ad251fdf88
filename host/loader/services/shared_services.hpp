#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "audit/trail.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "boundary/tasks.hpp"
#include "loader/event_inbox.hpp"
#include "loader/services/crypto_service.hpp"
#include "loader/services/key_values.hpp"
#include "loader/services/sql_files.hpp"
#include "outbound/client.hpp"
#include "store/database.hpp"
#include "telemetry/registry.hpp"

namespace toolhost::loader {

/// What the services of plugins stand on. All of it outlives every plugin.
struct ServiceRooms {
    store::Database& database;
    audit::Trail& trail;
    outbound::Client& outbound;
    telemetry::Registry& metrics;
    const base::Clock& clock;
    base::Log& log;
    /// The host's state directory.
    std::filesystem::path state_dir;
    /// What plugins say has changed. Null where nobody is told.
    EventInbox* events = nullptr;
};

/// What the services of all plugins share, made once in a host that owns its state directory.
/// Outlives every plugin; thread-safe.
class SharedServices {
public:
    /// What the database has to have for it.
    static std::vector<store::Migrations> migrations();

    /// Makes the keys in the state directory that are missing.
    static base::Result<std::unique_ptr<SharedServices>> open(ServiceRooms rooms);
    SharedServices(const SharedServices&) = delete;
    SharedServices& operator=(const SharedServices&) = delete;
    ~SharedServices() = default;

    [[nodiscard]] const ServiceRooms& rooms() const { return rooms_; }
    [[nodiscard]] KeyValues& values() { return values_; }
    [[nodiscard]] const PluginKeys& keys() const { return keys_; }
    [[nodiscard]] boundary::TaskPool& tasks() { return tasks_; }
    [[nodiscard]] SqlFiles& sqlFiles() { return sql_files_; }

private:
    SharedServices(ServiceRooms rooms, PluginKeys keys);

    const ServiceRooms rooms_;
    const PluginKeys keys_;
    KeyValues values_;
    boundary::TaskPool tasks_;
    SqlFiles sql_files_;
};

}  // namespace toolhost::loader
