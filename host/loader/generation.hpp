#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "boundary/plugin.hpp"
#include "loader/plugin_offering.hpp"
#include "loader/provenance/admission.hpp"
#include "loader/rooms.hpp"
#include "loader/settings.hpp"
#include "loader/start.hpp"
#include "tools/offerings.hpp"

namespace toolhost::loader {

/// One content of a plugin file, running: what it offers, and what it was started with. Its plugin
/// ends when the last call and the last catalogue that know anything of it are gone.
struct Generation {
    std::string file;
    std::string sha256;
    std::string id;
    std::string version;
    /// What was found when its file was judged.
    Examination examination;
    PluginSettings settings;
    /// Whether it has code that runs in this process, from which it is never unmapped.
    bool is_in_process = false;
    /// Owns its copy where that is temporary: its process may have to be started again.
    std::shared_ptr<const Admission> admission;
    std::shared_ptr<boundary::Plugin> plugin;
    tools::Offerings offerings;
    /// Set once a call of it never came back; shared with all it offers.
    Quarantine is_quarantined = std::make_shared<std::atomic<bool>>(false);
    /// What the tools say, in short (tool_pins.hpp).
    std::string pins;
};

using GenerationPtr = std::shared_ptr<const Generation>;

/// A plugin is who its note says, because that is who was judged; the error says who each is.
base::Result<base::Done> checkIdentity(const boundary::Description& said, const PluginNote& note);

/// Keeps a copy of the candidate, opens that where it is to run, makes its instance and reads what
/// it offers. Nobody can call them yet. [control]
base::Result<GenerationPtr> startGeneration(const Candidate& candidate,
                                            const PluginSettings& settings,
                                            const std::shared_ptr<const Admission>& admission,
                                            const Places& places,
                                            const Rooms& rooms);

/// Hands a running generation a configuration that differs in the plugin's own keys only. The
/// generation that goes on with it; null when it cannot take it up and must be started anew. An
/// error: it refuses this configuration and goes on with what it had. [control]
base::Result<GenerationPtr> reconfigured(const Generation& running, const PluginSettings& settings);

/// The running generation with what its plugin lists now. An error: it lists what cannot be
/// offered. [control]
base::Result<GenerationPtr> listedAnew(const Generation& running, const Rooms& rooms);

}  // namespace toolhost::loader
