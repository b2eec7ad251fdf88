#include "loader/checkup/lone_plugin.hpp"

#include <string>
#include <system_error>
#include <vector>

#include "base/text.hpp"
#include "loader/round.hpp"

namespace toolhost::loader {

namespace fs = std::filesystem;

base::Result<std::unique_ptr<LonePlugin>> LonePlugin::start(const fs::path& file,
                                                            Settings settings,
                                                            const Rooms& rooms) {
    std::error_code failed;
    const fs::path whole = fs::absolute(file, failed).lexically_normal();
    settings.directory = whole.parent_path();
    std::unique_ptr<LonePlugin> plugin(new LonePlugin());
    const auto started = plugin->startFile(whole.filename(), settings, rooms);
    if (!started.ok()) return base::because(file.string(), started.error());
    return plugin;
}

base::Result<base::Done> LonePlugin::startFile(const std::string& file,
                                               const Settings& settings,
                                               const Rooms& rooms) {
    auto opened = Admission::open(settings, {{}, nullptr, Admission::Purpose::Look});
    if (!opened.ok()) return opened.error();
    const auto admission = std::make_shared<const Admission>(std::move(opened).value());
    const Candidate candidate = admission->examine(file);
    cautions_ = candidate.examination.findings;
    if (const Finding* refusal = findRefusal(cautions_)) {
        return base::Error{"refused by " + refusal->rule + ": " + textOf(*refusal)};
    }
    const Places places{ShippedPlugins::read(settings.shipped_list), settings.worker_program};
    auto started = startGeneration(candidate, settingsOf(settings, file), admission, places, rooms);
    if (!started.ok()) return started.error();
    running_ = std::move(started).value();
    return base::Done{};
}

base::Result<std::shared_ptr<tools::Tool>> LonePlugin::find(std::string_view name) const {
    std::vector<std::string> names;
    for (const auto& tool : running_->offerings.tools) {
        const tools::Definition& definition = tool->definition();
        if (definition.name == name || definition.local_name == name) return tool;
        names.push_back(definition.name);
    }
    return base::Error{"it has no tool " + base::quoted(name) + base::didYouMean(name, names) +
                       "; it has " + base::join(names, ", ")};
}

}  // namespace toolhost::loader
