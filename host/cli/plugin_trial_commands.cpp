// What plugins' makers and admins do to see a plugin at work before it serves.
#include <algorithm>
#include <chrono>
#include <future>
#include <nlohmann/json.hpp>
#include <ostream>
#include <poll.h>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "calls/runner.hpp"
#include "cli/commands.hpp"
#include "cli/operator_desk.hpp"
#include "cli/plugin_file.hpp"
#include "control/ownership.hpp"
#include "loader/checkup/checkup.hpp"
#include "loader/checkup/lone_plugin.hpp"
#include "outbound/client.hpp"

namespace toolhost::cli {
namespace {

using loader::Check;
using nlohmann::json;

std::string dump(const json& value, int indent) {
    return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

// ---- plugin check

std::string_view wordOf(Check::Outcome outcome) {
    switch (outcome) {
        case Check::Outcome::Passed:
            return "passed";
        case Check::Outcome::Failed:
            return "failed";
        case Check::Outcome::Skipped:
            return "skipped";
    }
    return "skipped";
}

std::size_t count(const loader::Checks& checks, Check::Outcome outcome) {
    return static_cast<std::size_t>(
        std::count_if(checks.begin(), checks.end(), [outcome](const Check& check) {
            return check.outcome == outcome;
        }));
}

void show(std::ostream& out, const loader::Checks& checks) {
    for (const auto& check : checks) {
        out << wordOf(check.outcome) << "  " << check.name << ": " << check.promise << '\n';
        if (!check.what.empty()) out << "        " << check.what << '\n';
        if (!check.remedy.empty()) out << "        to do: " << check.remedy << '\n';
    }
    out << count(checks, Check::Outcome::Passed) << " passed, "
        << count(checks, Check::Outcome::Failed) << " failed, "
        << count(checks, Check::Outcome::Skipped) << " skipped\n";
}

json jsonOf(const loader::CheckupSubject& subject, const loader::Checks& checks) {
    json shown = {{"file", subject.file},
                  {"sha256", subject.examination.sha256},
                  {"passed", loader::nothingFailed(checks)},
                  {"checks", json::array()}};
    for (const auto& check : checks) {
        shown["checks"].push_back({{"name", check.name},
                                   {"promise", check.promise},
                                   {"outcome", wordOf(check.outcome)},
                                   {"what", check.what},
                                   {"remedy", check.remedy}});
    }
    return shown;
}

/// How much is to be tried; an error names the option.
base::Result<loader::CheckupBounds> boundsOf(const Arguments& arguments) {
    constexpr std::size_t kDigitsMax = 6;
    loader::CheckupBounds bounds;
    const auto calls = arguments.find("calls");
    if (!calls) return bounds;
    const bool is_number = !calls->empty() && calls->size() <= kDigitsMax &&
                           calls->find_first_not_of("0123456789") == std::string::npos;
    if (!is_number) {
        return base::Error{"--calls must be a number from 0 to 999999, not " +
                           base::quoted(*calls)};
    }
    bounds.tools.hostile_calls = std::stoul(*calls);
    return bounds;
}

// ---- plugin call

/// Everything that a call needs of a host. What is below uses what is above.
struct Bench {
    std::unique_ptr<State> state;
    std::unique_ptr<outbound::Client> outbound;
    std::unique_ptr<servicenow::Service> servicenow;
    std::unique_ptr<calls::Runner> runner;
};

base::Result<Bench> setUpBench(Program& program, const config::Settings& settings) {
    auto state = State::open(settings, program.clock, program.log);
    if (!state.ok()) return state.error();
    Bench bench;
    bench.state = std::move(state).value();
    bench.outbound =
        std::make_unique<outbound::Client>(settings.outbound, program.clock, program.log);
    auto service = servicenow::Service::create(
        settings.servicenow,
        {*bench.outbound, program.clock, program.log, [&state = *bench.state](const auto& use) {
             return state.record(use);
         }});
    if (!service.ok()) return service.error();
    bench.servicenow = std::move(service).value();
    bench.runner = std::make_unique<calls::Runner>(
        settings.calls, bench.state->trail(), program.clock, program.log);
    return bench;
}

/// The arguments, as the tool wants them; an error says what is wrong with them.
base::Result<std::string> checkedArguments(const tools::Tool& tool, const std::string& text) {
    const json arguments = json::parse(text, nullptr, false);
    if (!arguments.is_object()) {
        return base::Error{
            "the arguments must be a JSON object such as '{\"name\":\"Ada\"}', not " +
            base::quoted(text)};
    }
    const auto violations = tool.definition().input.check(arguments);
    if (violations.empty()) return text;
    return base::Error{"the arguments of " + tool.definition().name + ": " +
                       schema::describe(violations)};
}

/// The answer, or the wish of the call to be stopped when the user says so first.
tools::Answer await(std::future<tools::Answer> answer,
                    Signals& signals,
                    std::stop_source& leaving) {
    constexpr int kLookAtAnswerMs = 20;
    pollfd signalled{signals.descriptor(), POLLIN, 0};
    while (answer.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        if (poll(&signalled, 1, kLookAtAnswerMs) <= 0) continue;
        leaving.request_stop();
        break;
    }
    return answer.get();
}

/// The parts of an MCP CallToolResult, what the plugin wrote as it wrote it.
std::string textOf(const tools::Reply& reply) {
    std::string text = "{\"content\":" + dump(reply.content, -1);
    if (reply.structured) text += ",\"structuredContent\":" + *reply.structured;
    if (reply.is_error) text += ",\"isError\":true";
    if (reply.meta) text += ",\"_meta\":" + *reply.meta;
    return text + '}';
}

int say(Program& program, const tools::Answer& answer) {
    if (const auto* reply = std::get_if<tools::Reply>(&answer)) {
        program.out << textOf(*reply) << '\n';
        return reply->is_error ? kFailure : kSuccess;
    }
    if (const auto* fault = std::get_if<tools::Fault>(&answer)) {
        return fail(program, {fault->message});
    }
    program.out << "{\"inputRequests\":" << std::get<tools::Questions>(answer).requests << "}\n";
    return fail(program, {"the tool asks its user, whom this command cannot ask"});
}

int callTool(Program& program, Signals& signals, const config::Settings& settings) {
    const auto& words = program.arguments.words;  // plugin call FILE TOOL [ARGUMENTS]
    auto bench = setUpBench(program, settings);
    if (!bench.ok()) return fail(program, bench.error());
    const auto plugin = loader::LonePlugin::start(
        words[2], settings.loader, {*bench.value().servicenow, program.clock, program.log});
    if (!plugin.ok()) return fail(program, plugin.error());
    for (const auto& caution : plugin.value()->cautions()) {
        program.err << "warning: " << loader::textOf(caution) << '\n';
    }
    const auto tool = plugin.value()->find(words[3]);
    if (!tool.ok()) return fail(program, tool.error());
    const auto arguments = checkedArguments(*tool.value(), words.size() > 4 ? words[4] : "{}");
    if (!arguments.ok()) return fail(program, arguments.error());
    std::promise<tools::Answer> answered;
    std::stop_source leaving;
    bench.value().runner->run(
        {.callable = tool.value(),
         .principal = localCaller(thisUser(), settings.stdio),
         .arguments = arguments.value(),
         .caller_left = leaving.get_token()},
        [&answered](tools::Answer answer) { answered.set_value(std::move(answer)); });
    return say(program, await(answered.get_future(), signals, leaving));
}

}  // namespace

int checkPlugin(Program& program) {
    const auto settings = loadSettings(program);
    if (!settings) return kFailure;
    const auto bounds = boundsOf(program.arguments);
    if (!bounds.ok()) return fail(program, bounds.error());
    const auto file = fileNamed(program);
    if (!file.ok()) return fail(program, file.error());
    const auto found = examine(file.value(), settings->loader);
    if (!found.ok()) return fail(program, found.error());
    const loader::CheckupSubject subject{
        file.value().path.filename(), file.value().bytes, found.value()};
    const auto checks = loader::checkUp(subject, settings->loader, bounds.value(), program.clock);
    if (program.arguments.has("json")) {
        program.out << dump(jsonOf(subject, checks), 2) << '\n';
    } else {
        show(program.out, checks);
    }
    return loader::nothingFailed(checks) ? kSuccess : kFailure;
}

int callPlugin(Program& program, Signals& signals) {
    const auto& words = program.arguments.words;
    if (words.size() < 4 || words.size() > 5) {
        return fail(program,
                    {"plugin call needs a file, a tool and perhaps its arguments: toolhost plugin "
                     "call FILE TOOL '{\"name\":\"Ada\"}'"});
    }
    const auto settings = loadSettings(program);
    if (!settings) return kFailure;
    const auto owned = control::Ownership::take(settings->store.state_dir);
    if (!owned.ok()) return fail(program, owned.error());
    if (const auto* other = std::get_if<control::OwnedByAnother>(&owned.value())) {
        return fail(program,
                    {"take the state directory " + settings->store.state_dir.string() +
                     ", whose audit trail has every call: process " + std::to_string(other->pid) +
                     " owns it; ask that host, or give another one by --set state.directory=DIR"});
    }
    return callTool(program, signals, *settings);
}

}  // namespace toolhost::cli
