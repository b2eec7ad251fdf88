#include "loader/loader.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "loader/plugin_tool.hpp"

namespace toolhost::loader {
namespace {

namespace fs = std::filesystem;

base::Result<std::vector<fs::path>> pluginFiles(const fs::path& directory) {
    std::error_code failed;
    std::vector<fs::path> files;
    for (fs::directory_iterator it(directory, failed), end; !failed && it != end;
         it.increment(failed)) {
        if (it->path().extension() == ".so") files.push_back(it->path());
    }
    if (failed) {
        return base::Error{"read the plugin directory " + directory.string() + ": " +
                           failed.message() + "; set plugins.directory to where plugins are"};
    }
    std::sort(files.begin(), files.end());
    return files;
}

PluginSettings settingsOf(const Settings& settings, const fs::path& file) {
    const auto found = settings.plugins.find(file.stem());
    return found == settings.plugins.end() ? PluginSettings() : found->second;
}

base::Result<std::vector<std::shared_ptr<tools::Tool>>> toolsOf(
    const std::shared_ptr<const Plugin>& plugin, const std::string& prefix) {
    const auto texts = plugin->toolTexts();
    if (!texts.ok()) return texts.error();
    std::vector<std::shared_ptr<tools::Tool>> found;
    for (const auto& text : texts.value()) {
        auto definition = tools::define(text, plugin->id(), prefix);
        if (!definition.ok()) return definition.error();
        found.push_back(std::make_shared<PluginTool>(std::move(definition).value(), plugin));
    }
    return found;
}

/// Fills the verdict and the catalogue from one file.
base::Result<base::Done> loadOne(const fs::path& file,
                                 const PluginSettings& settings,
                                 const Services& services,
                                 tools::Catalogue& catalogue,
                                 Verdict& verdict) {
    const auto plugin = Plugin::load(fs::absolute(file), settings, services);
    if (!plugin.ok()) return plugin.error();
    verdict.id = plugin.value()->id();
    verdict.version = plugin.value()->version();
    const auto tools = toolsOf(plugin.value(), settings.prefix);
    if (!tools.ok()) return tools.error();
    if (const auto added = catalogue.add(tools.value()); !added.ok()) return added;
    for (const auto& tool : tools.value()) {
        verdict.tools.push_back(tool->definition().name);
    }
    return base::Done{};
}

void report(const Verdict& verdict, base::Log& log) {
    if (verdict.refusal.empty()) {
        log.info("loader.plugin.loaded",
                 {{"file", verdict.file},
                  {"plugin", verdict.id},
                  {"version", verdict.version},
                  {"tools", base::join(verdict.tools, ",")}});
    } else {
        log.error("loader.plugin.refused", {{"file", verdict.file}, {"reason", verdict.refusal}});
    }
}

/// A required plugin whose file is not there at all.
std::string missingRequired(const Settings& settings, const std::vector<fs::path>& files) {
    for (const auto& [name, plugin] : settings.plugins) {
        const bool is_there =
            std::any_of(files.begin(), files.end(), [&name = name](const auto& file) {
                return file.stem() == name;
            });
        if (plugin.required && plugin.enabled && !is_there) return name;
    }
    return {};
}

}  // namespace

base::Result<Loaded> loadPlugins(const Settings& settings, const Services& services) {
    const auto files = pluginFiles(settings.directory);
    if (!files.ok()) return files.error();
    if (const auto missing = missingRequired(settings, files.value()); !missing.empty()) {
        return base::Error{"plugin " + missing + " is required but " + settings.directory.string() +
                           " has no " + missing + ".so"};
    }
    auto catalogue = std::make_shared<tools::Catalogue>();
    Loaded loaded;
    for (const auto& file : files.value()) {
        const PluginSettings plugin = settingsOf(settings, file);
        if (!plugin.enabled) continue;
        Verdict verdict{
            .file = file.filename(), .id = {}, .version = {}, .tools = {}, .refusal = {}};
        const auto done = loadOne(file, plugin, services, *catalogue, verdict);
        if (!done.ok()) verdict.refusal = done.error().what;
        report(verdict, services.log);
        if (!done.ok() && plugin.required) {
            return base::because("load the required plugin " + verdict.file, done.error());
        }
        loaded.verdicts.push_back(std::move(verdict));
    }
    loaded.catalogue = std::move(catalogue);
    return loaded;
}

}  // namespace toolhost::loader
