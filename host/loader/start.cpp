#include "loader/start.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "boundary/interfaces.hpp"
#include "boundary/local_plugin.hpp"
#include "loader/configuration.hpp"
#include "loader/host_services.hpp"
#include "loader/workers/worker_plugin.hpp"

namespace toolhost::loader {
namespace {

using Opened = base::Result<std::unique_ptr<boundary::Plugin>>;

std::string grantedIds(boundary::Services& services) {
    std::vector<std::string> granted;
    for (const std::string_view id : boundary::kGrantedInterfaces) {
        if (services.grants(id)) granted.emplace_back(id);
    }
    return base::join(granted, ",");
}

Opened openInWorker(const PluginFile& file,
                    const Settings& settings,
                    const std::shared_ptr<boundary::Services>& services,
                    const Rooms& rooms) {
    const PluginSettings plugin = settingsOf(settings, file.name);
    const WorkerSettings worker{.program = settings.worker_program,
                                .memory_bytes = plugin.memory_mib << 20,
                                .may_use_network = plugin.may_use_network};
    return WorkerPlugin::open(
        file.path,
        worker,
        {.services = services,
         .granted_ids = grantedIds(*services),
         .config_json = nlohmann::json(plugin.config).dump(),
         .clock = rooms.clock,
         .on_incident = [&log = rooms.log, name = file.name](const Incident& incident) {
             log.warning("loader." + std::string(incident.event),
                         {{"plugin", name}, {"reason", incident.reason}});
         }});
}

Opened open(const PluginFile& file,
            const Settings& settings,
            const ShippedPlugins& shipped,
            const Rooms& rooms) {
    const PluginSettings plugin = settingsOf(settings, file.name);
    const std::shared_ptr<boundary::Services> services =
        std::make_shared<HostServices>(file.name, plugin.config, rooms);
    return runsInProcess(file.sha256, plugin.isolation, shipped)
               ? boundary::LocalPlugin::open(file.path, services)
               : openInWorker(file, settings, services, rooms);
}

}  // namespace

PluginSettings settingsOf(const Settings& settings, const std::string& name) {
    const auto found = settings.plugins.find(name);
    return found == settings.plugins.end() ? PluginSettings() : found->second;
}

base::Result<std::shared_ptr<boundary::Plugin>> startPlugin(const PluginFile& file,
                                                            const Settings& settings,
                                                            const ShippedPlugins& shipped,
                                                            const Rooms& rooms) {
    auto opened = open(file, settings, shipped, rooms);
    if (!opened.ok()) return opened.error();
    std::shared_ptr<boundary::Plugin> plugin = std::move(opened).value();
    const auto config =
        configurationFor(plugin->description(), settingsOf(settings, file.name).config);
    if (!config.ok()) return config.error();
    if (const auto created = plugin->create(config.value()); !created.ok()) return created.error();
    return plugin;
}

}  // namespace toolhost::loader
