#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "loader/checkup/trial_call.hpp"
#include "loader/checkup/trial_services.hpp"
#include "loader/settings.hpp"
#include "loader/workers/worker_plugin.hpp"

namespace toolhost::loader {

/// What a specimen is of. Outlives it.
struct SpecimenSource {
    std::filesystem::path file;  ///< a copy that nobody changes
    std::filesystem::path worker_program;
    PluginSettings settings;
    const base::Clock& clock;
};

/// A plugin in a process of its own, over services that reach nothing, to be tried.
class Specimen {
public:
    /// Starts the process and loads the plugin; no instance is made yet.
    static base::Result<std::unique_ptr<Specimen>> start(const SpecimenSource& source);
    Specimen(const Specimen&) = delete;
    Specimen& operator=(const Specimen&) = delete;
    /// Ends the process.
    ~Specimen() = default;

    /// The configuration that its create() is given: what the admin set, by its own schema.
    [[nodiscard]] base::Result<std::string> configuration() const;

    [[nodiscard]] WorkerPlugin& plugin() { return *plugin_; }
    [[nodiscard]] TrialServices& services() { return *services_; }

    /// How its process ended, if it did since it was started; empty when it did not.
    [[nodiscard]] std::string crash() const;

    /// Threads that the process has without the plugin's own.
    [[nodiscard]] static std::size_t ownThreads();

    /// Whether what is freed in the process can be seen to be gone: not where a sanitizer keeps it.
    [[nodiscard]] static bool showsMemory();

private:
    /// What befell the process, told by its supervisor.
    struct Fate {
        std::mutex mutex;
        std::string crash;  // guarded by mutex
    };

    Specimen(std::shared_ptr<TrialServices> services, const PluginSettings& settings);

    const std::shared_ptr<TrialServices> services_;
    const PluginSettings settings_;
    const std::shared_ptr<Fate> fate_ = std::make_shared<Fate>();
    std::unique_ptr<WorkerPlugin> plugin_;
};

/// The specimen with an instance that tools are tried on: another whenever the one before is no
/// good any more. [one thread]
class LiveSpecimen {
public:
    /// The source outlives it.
    explicit LiveSpecimen(const SpecimenSource& source) : source_(source) {}

    /// The one there is, or a new one; an error is why none can be made.
    base::Result<Specimen*> get();

    /// The next get() makes another.
    void discard() { specimen_.reset(); }

private:
    const SpecimenSource& source_;
    std::unique_ptr<Specimen> specimen_;
};

}  // namespace toolhost::loader
