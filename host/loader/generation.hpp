#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "boundary/plugin.hpp"
#include "loader/plugin_tool.hpp"
#include "loader/provenance/admission.hpp"
#include "loader/rooms.hpp"
#include "loader/settings.hpp"
#include "loader/start.hpp"
#include "tools/tool.hpp"

namespace toolhost::loader {

/// One content of a plugin file, running: what its tools are, and what it was started with. Its
/// plugin ends when the last call and the last catalogue that know a tool of it are gone.
struct Generation {
    std::string file;
    std::string sha256;
    std::string id;
    std::string version;
    PluginSettings settings;
    /// Whether it has code that runs in this process, from which it is never unmapped.
    bool is_in_process = false;
    /// Owns its copy where that is temporary: its process may have to be started again.
    std::shared_ptr<const Admission> admission;
    std::shared_ptr<boundary::Plugin> plugin;
    std::vector<std::shared_ptr<tools::Tool>> tools;
    /// Set once a call of it never came back; shared with its tools.
    PluginTool::Quarantine is_quarantined = std::make_shared<std::atomic<bool>>(false);
    /// What the tools say, in short (tool_pins.hpp).
    std::string pins;
};

using GenerationPtr = std::shared_ptr<const Generation>;

/// A plugin is who its note says, because that is who was judged; the error says who each is.
base::Result<base::Done> checkIdentity(const boundary::Description& said, const PluginNote& note);

/// Keeps a copy of the candidate, opens that where it is to run, makes its instance and reads its
/// tools. Nobody can call them yet. [control]
base::Result<GenerationPtr> startGeneration(const Candidate& candidate,
                                            const PluginSettings& settings,
                                            const std::shared_ptr<const Admission>& admission,
                                            const Places& places,
                                            const Rooms& rooms);

/// Hands a running generation a configuration that differs in the plugin's own keys only. The
/// generation that goes on with it; null when it cannot take it up and must be started anew. An
/// error: it refuses this configuration and goes on with what it had. [control]
base::Result<GenerationPtr> reconfigured(const Generation& running, const PluginSettings& settings);

}  // namespace toolhost::loader
