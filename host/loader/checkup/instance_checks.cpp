#include "loader/checkup/instance_checks.hpp"

#include <chrono>
#include <set>
#include <thread>
#include <utility>

#include "loader/checkup/process_facts.hpp"
#include "loader/checkup/tool_trials.hpp"
#include "loader/generation.hpp"
#include "tools/prompt.hpp"
#include "tools/resource.hpp"

namespace toolhost::loader {
namespace {

using base::Result;

/// Lives before memory is looked at: what a library makes once it has made by then.
constexpr std::size_t kLivesBefore = 100;
/// One request's worth of lives, well within what a worker may take to answer.
constexpr std::size_t kLivesAtOnce = 100;
constexpr std::chrono::seconds kThreadsPatience{5};
constexpr std::chrono::milliseconds kThreadsPause{10};

Check checkWhoItIs(const boundary::Description& said, const PluginNote& note) {
    Check check{.name = "identity", .promise = "It is who its note says"};
    const auto same = checkIdentity(said, note);
    if (same.ok()) return check;
    return failed(std::move(check),
                  same.error().what,
                  "give describe and the note the same; TOOLHOST_PLUGIN does");
}

Result<base::Done> live(Specimen& specimen, std::size_t lives, const std::string& config) {
    for (std::size_t lived = 0; lived < lives; lived += kLivesAtOnce) {
        if (auto done = specimen.plugin().live(kLivesAtOnce, config); !done.ok()) return done;
    }
    return base::Done{};
}

/// Whether it can be made and ended, again and again.
Check checkLives(Specimen& specimen, const std::string& config) {
    Check check{.name = "lives", .promise = "It can be created and destroyed again and again"};
    const auto lived = live(specimen, kLivesBefore, config);
    if (lived.ok()) return check;
    return failed(std::move(check),
                  lived.error().what,
                  "mend create; where it needs settings, give them as config.<key> in "
                  "plugins.d/<plugin>.properties");
}

/// Whether describe says the same whatever was before. `said` is what it said first.
Check checkPurity(Specimen& specimen, const Result<std::string>& said) {
    Check check{.name = "describe",
                .promise = "describe says the same each time, before and after"};
    const auto again = specimen.plugin().describeAgain();
    if (!said.ok() || !again.ok()) {
        return failed(std::move(check),
                      (said.ok() ? again : said).error().what,
                      "describe must always answer");
    }
    if (said.value() == again.value()) return check;
    return failed(std::move(check),
                  "it said " + said.value() + ", then " + again.value(),
                  "let describe say what is fixed when the plugin is built");
}

/// Whether memory grows with the number of lives. What grows once is no leak: it must grow twice.
Check checkLeaks(Specimen& specimen, const std::string& config, const CheckupBounds& bounds) {
    Check check{.name = "leaks",
                .promise = std::to_string(bounds.lives) + " lives leave no memory behind"};
    if (!Specimen::showsMemory()) {
        return skipped(std::move(check), "a sanitizer keeps what is freed");
    }
    const pid_t process = specimen.plugin().process();
    std::size_t grown = 0;
    for (int round = 0; round < 2; ++round) {
        const auto before = ownMemory(process);
        const auto lived = live(specimen, bounds.lives, config);
        if (!lived.ok()) return failed(std::move(check), lived.error().what, "mend its lifetimes");
        const auto after = ownMemory(process);
        if (!before || !after) {
            return skipped(std::move(check), "the system does not say what memory a process has");
        }
        grown = *after > *before ? *after - *before : 0;
        if (grown <= bounds.growth_bytes_max) return check;
    }
    return failed(std::move(check),
                  std::to_string(bounds.lives) + " lives leave " + std::to_string(grown >> 10U) +
                      " KiB behind",
                  "free in destroy what create made; run its unit test under a leak sanitizer");
}

/// Whether everything ends that the plugin started.
Check checkThreads(Specimen& specimen) {
    Check check{.name = "threads", .promise = "No thread of its own is left once it was quiesced"};
    const auto quiesced = specimen.plugin().quiesce();
    if (!quiesced.ok()) {
        return failed(std::move(check), quiesced.error().what, "end all work in quiesce");
    }
    const auto until = std::chrono::steady_clock::now() + kThreadsPatience;
    auto threads = threadsOf(specimen.plugin().process());
    while (threads && *threads > Specimen::ownThreads() &&
           std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(kThreadsPause);  // nothing tells of another process's threads
        threads = threadsOf(specimen.plugin().process());
    }
    if (!threads || *threads <= Specimen::ownThreads()) return check;
    return failed(std::move(check),
                  std::to_string(*threads - Specimen::ownThreads()) + " are left",
                  "join them in quiesce, which the host calls before destroy");
}

/// Why one list of other things than tools cannot be offered; empty when it can.
template <typename Define>
std::string complaintAbout(boundary::Plugin& plugin, std::uint32_t kind, const Define& define) {
    const auto texts = plugin.list(kind);
    if (!texts.ok()) return texts.error().what;
    std::set<std::string> names;
    for (const auto& text : texts.value()) {
        const auto definition = define(text);
        if (!definition.ok()) return definition.error().what;
        const auto& name = definition.value().name;
        if (!names.insert(name).second) return "it declares " + name + " twice";
    }
    return {};
}

/// Whether prompts, resources and templates can be offered.
Check checkOtherDefinitions(boundary::Plugin& plugin) {
    Check check{.name = "offers", .promise = "Its prompts and resources can be offered"};
    const std::string& id = plugin.description().id;
    const auto prompt = [&](const auto& text) { return tools::definePrompt(text, id, ""); };
    const auto resource = [&](const auto& text) { return tools::defineResource(text, id); };
    const auto some = [&](const auto& text) { return tools::defineResourceTemplate(text, id); };
    for (const auto& complaint : {complaintAbout(plugin, TOOLHOST_LIST_PROMPTS, prompt),
                                  complaintAbout(plugin, TOOLHOST_LIST_RESOURCES, resource),
                                  complaintAbout(plugin, TOOLHOST_LIST_RESOURCE_TEMPLATES, some)}) {
        if (!complaint.empty()) return failed(std::move(check), complaint, "mend its definition");
    }
    return check;
}

/// What needs an instance that stays. Threads come last, after every tool has been called.
Checks checkRunning(const SpecimenSource& source, const CheckupBounds& bounds) {
    LiveSpecimen specimen(source);
    const auto running = specimen.get();
    if (!running.ok()) {
        return {failed({.name = "definitions", .promise = "An instance can be asked for its tools"},
                       running.error().what,
                       "see why it does so only sometimes")};
    }
    const auto defined = checkDefinitions(running.value()->plugin());
    Checks checks = {defined.check, checkOtherDefinitions(running.value()->plugin())};
    if (defined.check.outcome == Check::Outcome::Failed) return checks;
    for (const auto& tool : defined.tools) {
        append(checks, ToolTrials(tool, bounds.tools, specimen).run());
    }
    if (const auto last = specimen.get(); last.ok()) checks.push_back(checkThreads(*last.value()));
    return checks;
}

}  // namespace

DefinitionCheck checkDefinitions(boundary::Plugin& plugin) {
    DefinitionCheck result{
        {.name = "definitions", .promise = "Its tools can be offered, and are the same each time"},
        {}};
    const auto remedy = "mend the tool's definition";
    const auto texts = plugin.list(TOOLHOST_LIST_TOOLS);
    if (!texts.ok()) {
        result.check = failed(std::move(result.check), texts.error().what, "mend list");
        return result;
    }
    std::set<std::string> names;
    for (const auto& text : texts.value()) {
        auto tool = tools::define(text, plugin.description().id, "");
        const bool is_new = tool.ok() && names.insert(tool.value().name).second;
        if (is_new) {
            result.tools.push_back(std::move(tool).value());
            continue;
        }
        result.check =
            failed(std::move(result.check),
                   tool.ok() ? "it has two tools " + tool.value().name : tool.error().what,
                   remedy);
        return result;
    }
    const auto again = plugin.list(TOOLHOST_LIST_TOOLS);
    if (again.ok() && again.value() == texts.value()) return result;
    result.check =
        failed(std::move(result.check), "it lists other tools when it is asked again", remedy);
    return result;
}

Checks checkInstances(const SpecimenSource& source,
                      const PluginNote& note,
                      Specimen& first,
                      const CheckupBounds& bounds) {
    Checks checks = {checkWhoItIs(first.plugin().description(), note)};
    const auto config = first.configuration();
    if (!config.ok()) {
        checks.push_back(
            failed({.name = "settings", .promise = "Its settings are as it wants them"},
                   config.error().what,
                   "set them in plugins.d/<plugin>.properties"));
        return checks;
    }
    const auto said = first.plugin().describeAgain();
    checks.push_back(checkLives(first, config.value()));
    if (checks.back().outcome == Check::Outcome::Failed) return checks;
    checks.push_back(checkPurity(first, said));
    checks.push_back(checkLeaks(first, config.value(), bounds));
    append(checks, checkRunning(source, bounds));
    return checks;
}

}  // namespace toolhost::loader
