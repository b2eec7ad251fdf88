#include "loader/generation.hpp"

#include <utility>

#include "base/text.hpp"
#include "loader/configuration.hpp"
#include "loader/offered.hpp"
#include "loader/plugin_form.hpp"
#include "loader/provenance/tool_pins.hpp"

namespace toolhost::loader {
namespace {

/// Reads what the plugin offers.
base::Result<base::Done> readLists(Generation& generation, const Rooms& rooms) {
    const PluginSeat seat{
        generation.plugin, generation.is_quarantined, CallEnvironment{rooms.clock, rooms.log}};
    auto offered = readOffered(seat, generation.id, generation.settings.prefix);
    if (!offered.ok()) return offered.error();
    auto pins = pinsOf(offered.value().tool_texts);
    if (!pins.ok()) return pins.error();
    generation.offerings = std::move(offered.value().offerings);
    generation.pins = std::move(pins).value();
    return base::Done{};
}

std::shared_ptr<Generation> generationOf(const Candidate& candidate,
                                         const PluginSettings& settings,
                                         const std::shared_ptr<const Admission>& admission,
                                         const Places& places) {
    auto generation = std::make_shared<Generation>();
    generation->file = candidate.file;
    generation->sha256 = candidate.examination.sha256;
    generation->id = candidate.examination.note->id;
    generation->version = candidate.examination.note->version;
    generation->examination = candidate.examination;
    generation->settings = settings;
    generation->is_in_process =
        formOf(candidate.file) == PluginForm::Library &&
        runsInProcess(generation->sha256, settings.isolation, places.shipped);
    generation->admission = admission;
    return generation;
}

}  // namespace

base::Result<base::Done> checkIdentity(const boundary::Description& said, const PluginNote& note) {
    if (said.id == note.id && said.version == note.version) return base::Done{};
    return base::Error{"its description says " + base::quoted(said.id) + " version " +
                       base::quoted(said.version) + ", its note " + base::quoted(note.id) +
                       " version " + base::quoted(note.version)};
}

base::Result<GenerationPtr> startGeneration(const Candidate& candidate,
                                            const PluginSettings& settings,
                                            const std::shared_ptr<const Admission>& admission,
                                            const Places& places,
                                            const Rooms& rooms) {
    const auto path = admission->keep(candidate);
    if (!path.ok()) return path.error();
    const auto generation = generationOf(candidate, settings, admission, places);
    const PluginFile file{
        path.value(), pluginNameOf(candidate.file), generation->sha256, settings, generation->id};
    auto plugin = startPlugin(file, places, rooms);
    if (!plugin.ok()) return plugin.error();
    generation->plugin = std::move(plugin).value();
    const auto same = checkIdentity(generation->plugin->description(), *candidate.examination.note);
    if (!same.ok()) return same.error();
    if (const auto read = readLists(*generation, rooms); !read.ok()) return read.error();
    return GenerationPtr(generation);
}

base::Result<GenerationPtr> reconfigured(const Generation& running,
                                         const PluginSettings& settings) {
    auto others = settings;
    others.config = running.settings.config;
    if (others != running.settings) return GenerationPtr();
    const auto config = configurationFor(running.plugin->description(), settings.config);
    if (!config.ok()) return config.error();
    const auto taken = running.plugin->reconfigure({config.value(), settings.config});
    if (!taken.ok()) return base::because("its changed configuration", taken.error());
    if (!taken.value()) return GenerationPtr();
    auto next = std::make_shared<Generation>(running);
    next->settings = settings;
    return GenerationPtr(next);
}

base::Result<GenerationPtr> listedAnew(const Generation& running, const Rooms& rooms) {
    auto next = std::make_shared<Generation>(running);
    if (const auto read = readLists(*next, rooms); !read.ok()) return read.error();
    return GenerationPtr(next);
}

}  // namespace toolhost::loader
