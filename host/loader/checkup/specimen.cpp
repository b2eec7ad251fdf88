#include "loader/checkup/specimen.hpp"

#include <utility>

#include "boundary/interfaces.hpp"
#include "loader/configuration.hpp"

namespace toolhost::loader {
namespace {

constexpr std::size_t kCallThreads = 4;

// A worker is built with the sanitizer that this is built with.
#if defined(__SANITIZE_THREAD__)
constexpr std::size_t kSanitizerThreads = 1;
#else
constexpr std::size_t kSanitizerThreads = 0;
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kShowsMemory = false;
#else
constexpr bool kShowsMemory = true;
#endif

boundary::Hello helloFor(const SpecimenSource& source, boundary::Services& services) {
    return {.plugin = source.file,
            .threads = kCallThreads,
            .limits = {.memory_bytes = source.settings.memory_mib << 20U, .may_use_network = false},
            .grants = {boundary::grantedBy(services), source.settings.config}};
}

}  // namespace

Specimen::Specimen(std::shared_ptr<TrialServices> services, const PluginSettings& settings)
    : services_(std::move(services)), settings_(settings) {}

base::Result<std::unique_ptr<Specimen>> Specimen::start(const SpecimenSource& source) {
    auto services = std::make_shared<TrialServices>(source.settings.config);
    std::unique_ptr<Specimen> specimen(new Specimen(services, source.settings));
    auto opened =
        WorkerPlugin::open(helloFor(source, *services),
                           {.program = source.worker_program,
                            .services = services,
                            .clock = source.clock,
                            .on_incident = [fate = specimen->fate_](const Incident& incident) {
                                if (incident.event != "plugin.crashed") return;
                                const std::lock_guard lock(fate->mutex);
                                fate->crash = incident.reason;
                            }});
    if (!opened.ok()) return opened.error();
    specimen->plugin_ = std::move(opened).value();
    return specimen;
}

base::Result<std::string> Specimen::configuration() const {
    return configurationFor(plugin_->description(), settings_.config);
}

std::string Specimen::crash() const {
    const std::lock_guard lock(fate_->mutex);
    return fate_->crash;
}

base::Result<Specimen*> LiveSpecimen::get() {
    if (specimen_ && specimen_->crash().empty()) return specimen_.get();
    specimen_.reset();
    auto started = Specimen::start(source_);
    if (!started.ok()) return started.error();
    const auto config = started.value()->configuration();
    if (!config.ok()) return config.error();
    const auto created = started.value()->plugin().create(config.value());
    if (!created.ok()) return created.error();
    specimen_ = std::move(started).value();
    return specimen_.get();
}

/// The worker's main thread, and one that reads while the others work (host/worker/crew.hpp).
std::size_t Specimen::ownThreads() {
    return kCallThreads + 2 + kSanitizerThreads;
}

bool Specimen::showsMemory() {
    return kShowsMemory;
}

}  // namespace toolhost::loader
