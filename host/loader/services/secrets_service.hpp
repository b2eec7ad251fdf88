#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "loader/services/grant_settings.hpp"
#include "loader/services/plugin_records.hpp"
#include "loader/services/service.hpp"

namespace toolhost::loader {

/// toolhost.secrets/1: the secrets that the admin granted, by name. That a plugin was given one
/// stands on the audit trail before it is.
class SecretsService final : public Service {
public:
    SecretsService(std::map<std::string, GrantedSecret> secrets, PluginRecords records);

    void ask(const boundary::Request& request, boundary::Replied replied) override {
        operations_.ask(request, replied);
    }

private:
    /// Those whose first reading is on record. Thread-safe.
    class Readings {
    public:
        [[nodiscard]] bool contains(const std::string& name);
        void add(const std::string& name);

    private:
        std::mutex mutex_;
        std::set<std::string> names_;  // guarded by mutex_
    };

    void list(const Question& question) const;
    void get(const Question& question) const;

    const std::map<std::string, GrantedSecret> secrets_;
    const PluginRecords records_;
    /// Shared with answers, which may come when the plugin is gone.
    const std::shared_ptr<Readings> readings_ = std::make_shared<Readings>();
    const Operations operations_;
};

}  // namespace toolhost::loader
