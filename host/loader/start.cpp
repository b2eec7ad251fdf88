#include "loader/start.hpp"

#include <algorithm>
#include <utility>

#include "boundary/interfaces.hpp"
#include "boundary/local_plugin.hpp"
#include "loader/configuration.hpp"
#include "loader/declared/declared_plugin.hpp"
#include "loader/host_services.hpp"
#include "loader/plugin_form.hpp"
#include "loader/workers/replicas.hpp"
#include "loader/workers/worker_plugin.hpp"

namespace toolhost::loader {
namespace {

/// Calls that run in a plugin's own process at once.
constexpr std::size_t kWorkerThreads = 8;

using Opened = base::Result<std::unique_ptr<boundary::Plugin>>;

/// What was opened, as a plugin of no matter which kind.
template <typename Kind>
Opened asPlugin(base::Result<std::unique_ptr<Kind>> opened) {
    if (!opened.ok()) return opened.error();
    return std::unique_ptr<boundary::Plugin>(std::move(opened).value());
}

/// What the worker is told of the plugin.
boundary::Hello helloFor(const PluginFile& file, boundary::Services& services) {
    return {.plugin = file.path,
            .threads = kWorkerThreads,
            .limits = {.memory_bytes = file.settings.memory_mib << 20,
                       .may_use_network = file.settings.may_use_network},
            .grants = {boundary::grantedBy(services), file.settings.config}};
}

base::Result<std::unique_ptr<WorkerPlugin>> openProcess(
    const PluginFile& file,
    const std::filesystem::path& program,
    const std::shared_ptr<boundary::Services>& services,
    const Rooms& rooms) {
    return WorkerPlugin::open(helloFor(file, *services),
                              {.program = program,
                               .services = services,
                               .clock = rooms.clock,
                               .on_incident =
                                   [&log = rooms.log, name = file.name](const Incident& incident) {
                                       log.warning("loader." + std::string(incident.event),
                                                   {{"plugin", name}, {"reason", incident.reason}});
                                   },
                               .idle_stop = file.settings.idle_stop});
}

Opened openInWorkers(const PluginFile& file,
                     const std::filesystem::path& program,
                     const std::shared_ptr<boundary::Services>& services,
                     const Rooms& rooms) {
    Replicas::Processes processes;
    while (processes.size() < std::max<std::size_t>(file.settings.replicas, 1)) {
        auto process = openProcess(file, program, services, rooms);
        if (!process.ok()) return process.error();
        processes.push_back(std::move(process).value());
    }
    if (processes.size() == 1) return std::unique_ptr<boundary::Plugin>(std::move(processes[0]));
    return std::unique_ptr<boundary::Plugin>(std::make_unique<Replicas>(std::move(processes)));
}

/// Loads the library in a process that is its own before this one does: what it does while it is
/// loaded, it does there first.
base::Result<base::Done> probe(const PluginFile& file,
                               const std::filesystem::path& program,
                               const std::shared_ptr<boundary::Services>& services,
                               const Rooms& rooms) {
    const auto opened = openProcess(file, program, services, rooms);
    if (opened.ok()) return base::Done{};
    return base::because("it was tried in a process of its own first", opened.error());
}

Opened open(const PluginFile& file, const Places& places, const Rooms& rooms) {
    const std::shared_ptr<boundary::Services> services = std::make_shared<HostServices>(
        Grantee{file.name, file.id, file.settings.grants}, file.settings.config, rooms);
    if (formOf(file.path.native()) == PluginForm::Declared) {
        return DeclaredPlugin::open(file.path, services);
    }
    if (!runsInProcess(file.sha256, file.settings.isolation, places.shipped)) {
        return openInWorkers(file, places.worker_program, services, rooms);
    }
    if (!places.shipped.contains(file.sha256)) {
        const auto tried = probe(file, places.worker_program, services, rooms);
        if (!tried.ok()) return tried.error();
    }
    return asPlugin(boundary::LocalPlugin::open(file.path, services));
}

}  // namespace

base::Result<std::shared_ptr<boundary::Plugin>> startPlugin(const PluginFile& file,
                                                            const Places& places,
                                                            const Rooms& rooms) {
    auto opened = open(file, places, rooms);
    if (!opened.ok()) return opened.error();
    std::shared_ptr<boundary::Plugin> plugin = std::move(opened).value();
    const auto config = configurationFor(plugin->description(), file.settings.config);
    if (!config.ok()) return config.error();
    if (const auto created = plugin->create(config.value()); !created.ok()) return created.error();
    return plugin;
}

}  // namespace toolhost::loader
