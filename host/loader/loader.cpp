#include "loader/loader.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/text.hpp"
#include "loader/plugin_tool.hpp"
#include "loader/provenance/tool_pins.hpp"
#include "loader/start.hpp"

namespace toolhost::loader {
namespace {

using Tools = std::vector<std::shared_ptr<tools::Tool>>;

/// A plugin that runs, before its tools are anyone's.
struct Started {
    Tools tools;
    /// What they say, in short (tool_pins.hpp).
    std::string pins;
};

std::string nameOf(const std::string& file) {
    return std::filesystem::path(file).stem();
}

PluginSettings settingsOf(const Settings& settings, const std::string& file) {
    const auto found = settings.plugins.find(nameOf(file));
    return found == settings.plugins.end() ? PluginSettings() : found->second;
}

base::Result<Started> toolsOf(const std::shared_ptr<boundary::Plugin>& plugin,
                              const std::string& prefix,
                              const Rooms& rooms) {
    const auto texts = plugin->list(TOOLHOST_LIST_TOOLS);
    if (!texts.ok()) return texts.error();
    Started started;
    for (const auto& text : texts.value()) {
        auto definition = tools::define(text, plugin->description().id, prefix);
        if (!definition.ok()) return definition.error();
        started.tools.push_back(std::make_shared<PluginTool>(
            std::move(definition).value(), plugin, CallEnvironment{rooms.clock, rooms.log}));
    }
    auto pins = pinsOf(texts.value());
    if (!pins.ok()) return pins.error();
    started.pins = std::move(pins).value();
    return started;
}

/// A plugin is who its note says, because that is who was judged.
base::Result<base::Done> checkIdentity(const boundary::Description& said, const PluginNote& note) {
    if (said.id == note.id && said.version == note.version) return base::Done{};
    return base::Error{"its description says " + base::quoted(said.id) + " version " +
                       base::quoted(said.version) + ", its note " + base::quoted(note.id) +
                       " version " + base::quoted(note.version)};
}

Verdict verdictOn(const Candidate& candidate) {
    Verdict verdict;
    verdict.file = candidate.file;
    verdict.sha256 = candidate.examination.sha256;
    verdict.signer = candidate.examination.signer;
    if (const auto& note = candidate.examination.note) {
        verdict.id = note->id;
        verdict.version = note->version;
    }
    return verdict;
}

void settle(Findings findings, Verdict& verdict) {
    if (const Finding* refusal = findRefusal(findings)) {
        verdict.rule = refusal->rule;
        verdict.refusal = textOf(*refusal);
        verdict.tools.clear();
        findings.erase(findings.begin() + (refusal - findings.data()));
    }
    verdict.cautions = std::move(findings);
}

/// Loads one file after another into a catalogue.
class Loading {
public:
    /// What it is given by reference outlives it.
    Loading(const Settings& settings,
            const Rooms& rooms,
            Admission& admission,
            tools::Catalogue& catalogue)
        : places_{ShippedPlugins::read(settings.shipped_list), settings.worker_program},
          rooms_(rooms),
          admission_(admission),
          catalogue_(catalogue) {}

    Verdict load(const std::string& file, const PluginSettings& settings) {
        const Candidate candidate = admission_.examine(file);
        Verdict verdict = verdictOn(candidate);
        Findings findings = candidate.examination.findings;
        if (findRefusal(findings) == nullptr) append(findings, serve(candidate, settings, verdict));
        settle(std::move(findings), verdict);
        return verdict;
    }

private:
    Findings serve(const Candidate& candidate, const PluginSettings& settings, Verdict& verdict) {
        const auto started = start(candidate, settings);
        if (!started.ok()) {
            return {{Weight::Refuses,
                     "contract",
                     started.error().what,
                     "mend its settings if it complains of them, else have its maker mend it"}};
        }
        auto findings = admission_.judgeTools(*candidate.examination.note, started.value().pins);
        if (!findings.ok()) return storeFault(findings.error());
        if (findRefusal(findings.value()) != nullptr) return findings.value();
        const Tools& tools = started.value().tools;
        if (const auto added = catalogue_.add(tools); !added.ok()) {
            return {{Weight::Refuses,
                     "name",
                     added.error().what,
                     "set plugin." + nameOf(candidate.file) + ".prefix to tell its tools apart"}};
        }
        for (const auto& tool : tools) {
            verdict.tools.push_back(tool->definition().name);
        }
        const auto recorded =
            admission_.recordServed(candidate, started.value().pins, rooms_.clock.wall());
        if (!recorded.ok()) append(findings.value(), unrecorded(recorded.error()));
        return std::move(findings).value();
    }

    base::Result<Started> start(const Candidate& candidate, const PluginSettings& settings) {
        const auto path = admission_.keep(candidate);
        if (!path.ok()) return path.error();
        const PluginFile file{
            path.value(), nameOf(candidate.file), candidate.examination.sha256, settings};
        const auto plugin = startPlugin(file, places_, rooms_);
        if (!plugin.ok()) return plugin.error();
        const auto same = checkIdentity(plugin.value()->description(), *candidate.examination.note);
        if (!same.ok()) return same.error();
        return toolsOf(plugin.value(), settings.prefix, rooms_);
    }

    static Findings storeFault(const base::Error& error) {
        return {{Weight::Refuses, "pins", error.what, "see to the state directory's toolhost.db"}};
    }

    /// It serves already, and goes on; only its history has a gap.
    static Findings unrecorded(const base::Error& error) {
        return {{Weight::Warns,
                 "record",
                 "that it served could not be remembered: " + error.what,
                 "see to the state directory's toolhost.db"}};
    }

    const Places places_;
    const Rooms& rooms_;
    Admission& admission_;
    tools::Catalogue& catalogue_;
};

void warnOf(const Findings& findings, const std::string& file, base::Log& log) {
    for (const auto& finding : findings) {
        log.warning("loader.plugin.doubtful",
                    {{"file", file},
                     {"rule", finding.rule},
                     {"reason", finding.what},
                     {"remedy", finding.remedy}});
    }
}

void report(const Verdict& verdict, base::Log& log) {
    if (!verdict.refusal.empty()) {
        log.error("loader.plugin.refused",
                  {{"file", verdict.file}, {"rule", verdict.rule}, {"reason", verdict.refusal}});
        return;
    }
    log.info("loader.plugin.loaded",
             {{"file", verdict.file},
              {"plugin", verdict.id},
              {"version", verdict.version},
              {"tools", base::join(verdict.tools, ",")},
              {"sha256", verdict.sha256},
              {"signer", verdict.signer.empty() ? "nobody" : verdict.signer}});
    warnOf(verdict.cautions, verdict.file, log);
}

/// A required plugin whose file is not there at all.
std::string missingRequired(const Settings& settings, const std::vector<std::string>& files) {
    for (const auto& [name, plugin] : settings.plugins) {
        const bool is_there = std::find(files.begin(), files.end(), name + ".so") != files.end();
        if (plugin.required && plugin.enabled && !is_there) return name;
    }
    return {};
}

/// Goes on after a refusal, unless the plugin is required.
base::Result<Loaded> loadAll(const std::vector<std::string>& files,
                             const Settings& settings,
                             const Rooms& rooms,
                             const Custody& custody,
                             Admission& admission) {
    auto catalogue = std::make_shared<tools::Catalogue>();
    Loading loading(settings, rooms, admission, *catalogue);
    Loaded loaded;
    for (const auto& file : files) {
        const PluginSettings plugin = settingsOf(settings, file);
        if (!plugin.enabled) continue;
        Verdict verdict = loading.load(file, plugin);
        report(verdict, rooms.log);
        if (custody.witness) custody.witness(verdict);
        if (!verdict.refusal.empty() && plugin.required) {
            return base::because("load the required plugin " + file, base::Error{verdict.refusal});
        }
        loaded.verdicts.push_back(std::move(verdict));
    }
    loaded.catalogue = std::move(catalogue);
    return loaded;
}

}  // namespace

base::Result<Loaded> loadPlugins(const Settings& settings,
                                 const Rooms& rooms,
                                 const Custody& custody) {
    auto opened = Admission::open(settings, custody.memory);
    if (!opened.ok()) return opened.error();
    const auto admission = std::make_shared<Admission>(std::move(opened).value());
    const auto files = admission->files();
    if (!files.ok()) return files.error();
    if (const auto missing = missingRequired(settings, files.value()); !missing.empty()) {
        return base::Error{"plugin " + missing + " is required but " + settings.directory.string() +
                           " has no " + missing + ".so"};
    }
    warnOf(admission->trustFindings(), settings.keys.string(), rooms.log);
    auto loaded = loadAll(files.value(), settings, rooms, custody, *admission);
    if (!loaded.ok()) return loaded;
    if (const auto swept = admission->sweep(); !swept.ok()) {
        rooms.log.warning("loader.store.unswept", {{"reason", swept.error().what}});
    }
    loaded.value().admission = admission;
    return loaded;
}

}  // namespace toolhost::loader
