#include <nlohmann/json.hpp>
#include <ostream>

#include "base/text.hpp"
#include "cli/asking.hpp"
#include "cli/commands.hpp"
#include "cli/operator_desk.hpp"
#include "control/ownership.hpp"
#include "loader/plugins.hpp"
#include "loader/services/shared_services.hpp"
#include "outbound/client.hpp"

namespace toolhost::cli {
namespace {

using nlohmann::json;

/// What would become of the plugins in a host, which for the moment is this process: they are
/// loaded, and nothing is remembered of it.
base::Result<json> look(Program& program, const config::Settings& settings) {
    auto state = State::open(settings, program.clock, program.log);
    if (!state.ok()) return state.error();
    outbound::Client outbound(settings.outbound, program.clock, program.log);
    auto service =
        servicenow::Service::create(settings.servicenow, {outbound, program.clock, program.log});
    if (!service.ok()) return service.error();
    // The list itself says what was loaded and what was not.
    std::ostream nowhere(nullptr);
    base::Log silent(nowhere, base::LogLevel::Error);
    telemetry::Registry metrics;
    const auto shared = loader::SharedServices::open({.database = state.value()->database(),
                                                      .trail = state.value()->trail(),
                                                      .outbound = outbound,
                                                      .metrics = metrics,
                                                      .clock = program.clock,
                                                      .log = silent,
                                                      .state_dir = settings.store.state_dir});
    if (!shared.ok()) return shared.error();
    const auto plugins =
        loader::Plugins::start(settings.loader,
                               {*service.value(), program.clock, silent, shared.value().get()},
                               {.memory = {settings.store.state_dir,
                                           &state.value()->plugins(),
                                           loader::Admission::Purpose::Look},
                                .witness = {}});
    if (!plugins.ok()) return plugins.error();
    return json::parse(pluginListJson(plugins.value()->verdicts()));
}

base::Result<json> verdicts(Program& program) {
    const auto settings = loadSettings(program);
    if (!settings) return base::Error{"the configuration is wrong; see above"};
    {
        const auto owned = control::Ownership::take(settings->store.state_dir);
        if (!owned.ok()) return owned.error();
        if (std::holds_alternative<control::Ownership>(owned.value())) {
            return look(program, *settings);
        }
    }
    return ask(program, {{"command", "plugin.list"}});
}

void show(Program& program, const json& plugin) {
    const std::string refusal = plugin.value("refusal", "");
    const std::string file = plugin.value("file", "");
    program.out << file << "  ";
    if (refusal.empty()) {
        const auto tools = plugin.value("tools", std::vector<std::string>());
        program.out << plugin.value("id", "") << ' ' << plugin.value("version", "") << "  "
                    << base::join(tools, ", ") << '\n';
    } else {
        program.out << "refused by " << plugin.value("rule", "") << ": " << refusal << '\n';
        const std::string still = plugin.value("still_serving", "");
        if (!still.empty()) program.out << file << "  version " << still << " goes on serving\n";
    }
    for (const auto& warning : plugin.value("warnings", json::array())) {
        program.err << "warning: " << file << ": " << warning.value("what", "") << "; "
                    << warning.value("remedy", "") << '\n';
    }
}

/// Fails when one of them does not serve as its file would have it.
int showVerdicts(Program& program, const base::Result<json>& answer) {
    if (!answer.ok()) return fail(program, answer.error());
    const json plugins = answer.value().value("plugins", json::array());
    bool all_serve = true;
    for (const auto& plugin : plugins) {
        all_serve = all_serve && plugin.value("refusal", "").empty();
        if (!program.arguments.has("json")) show(program, plugin);
    }
    if (program.arguments.has("json")) program.out << plugins.dump() << '\n';
    return all_serve ? kSuccess : kFailure;
}

}  // namespace

int listPlugins(Program& program) {
    return showVerdicts(program, verdicts(program));
}

int reloadPlugins(Program& program) {
    const auto& words = program.arguments.words;
    json request = {{"command", "plugin.reload"}};
    if (words.size() > 2) request["plugin"] = words[2];
    return showVerdicts(program, ask(program, request));
}

int rollBackPlugin(Program& program) {
    const auto& words = program.arguments.words;
    if (words.size() != 3) {
        return fail(program, {"plugin rollback needs the plugin: toolhost plugin rollback NAME"});
    }
    json request = {{"command", "plugin.rollback"}, {"plugin", words[2]}};
    if (const auto version = program.arguments.find("to")) request["version"] = *version;
    return showVerdicts(program, ask(program, request));
}

int approvePlugin(Program& program) {
    const auto& words = program.arguments.words;
    if (words.size() != 3) {
        return fail(program, {"plugin approve needs the plugin's id: toolhost plugin approve ID"});
    }
    json request = {{"command", "plugin.approve"}, {"plugin", words[2]}};
    const auto version = program.arguments.find("at-least");
    if (version) request["version"] = *version;
    const auto answer = ask(program, request);
    if (!answer.ok()) return fail(program, answer.error());
    for (const auto& change : answer.value().value("changes", json::array())) {
        program.out << change.get<std::string>() << '\n';
    }
    program.out << "approved " << words[2] << (version ? " from version " + *version : "") << '\n';
    return kSuccess;
}

}  // namespace toolhost::cli
