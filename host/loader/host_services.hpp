#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "boundary/config_texts.hpp"
#include "boundary/services.hpp"
#include "boundary/tasks.hpp"
#include "loader/rooms.hpp"
#include "loader/services/asks_in_flight.hpp"
#include "loader/services/offers.hpp"
#include "loader/services/service.hpp"

namespace toolhost::loader {

/// What this host does for one plugin: each service it was granted, as that plugin.
class HostServices final : public boundary::Services {
public:
    /// `config` is what the admin set for the plugin.
    HostServices(Grantee grantee, std::map<std::string, std::string> config, const Rooms& rooms);

    [[nodiscard]] bool grants(std::string_view interface_id) override;
    /// Once for each interface on the audit trail.
    void refused(std::string_view interface_id) override;
    void log(std::int32_t level, std::string_view message) override;
    [[nodiscard]] std::optional<std::string> config(std::string_view key) const override;
    void configure(const std::map<std::string, std::string>& texts) override;
    toolhost_status measure(const boundary::Measurement& measurement) override;
    toolhost_status raise(std::uint32_t event, std::string_view subject) override;
    toolhost_status run(const boundary::Task& task) override;
    base::Result<base::Done> endTasks(std::chrono::milliseconds patience) override;
    toolhost_status ask(const boundary::Request& request, boundary::Replied replied) override;

private:
    [[nodiscard]] bool isFirstRefusal(std::string_view interface_id);

    const Grantee grantee_;
    const Rooms rooms_;
    const ServicesById services_;
    AsksInFlight in_flight_;
    std::unique_ptr<boundary::PluginTasks> tasks_;  // null where it has none
    boundary::ConfigTexts config_;
    std::mutex mutex_;
    std::set<std::string, std::less<>> refused_;  // guarded by mutex_
};

}  // namespace toolhost::loader
