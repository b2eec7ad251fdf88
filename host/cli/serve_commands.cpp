#include <cstdlib>
#include <nlohmann/json.hpp>
#include <ostream>
#include <unistd.h>

#include "cli/commands.hpp"
#include "cli/host.hpp"
#include "control/client.hpp"
#include "stdio/channel.hpp"
#include "stdio/relay.hpp"
#include "stdio/standard_output.hpp"

namespace toolhost::cli {
namespace {

base::Error ownedByAnother(const config::Settings& settings, const control::OwnedByAnother& owner) {
    const std::string who =
        owner.pid == 0 ? "another process" : "process " + std::to_string(owner.pid);
    return {"take the state directory " + settings.store.state_dir.string() + ": " + who +
            " owns it; stop that one, or set state.directory to another directory"};
}

/// Ends the process when plugin code would keep it: the trail is written, nothing is left to save.
int ended(std::unique_ptr<Host> host) {
    if (host->stop()) return kSuccess;
    std::_Exit(kFailure);
}

void waitForStop(Program& program, Signals& signals, Host& host) {
    while (signals.wait() == Signals::Wish::Reload) {
        if (const auto reloaded = host.reload(); !reloaded.ok()) {
            program.log.error("host.not_reloaded", {{"reason", reloaded.error().what}});
        }
    }
}

Surroundings around(Program& program) {
    return {program.clock, program.log, [&program] { return loadSettings(program); }};
}

void sayReady(Program& program, const Host& host) {
    const nlohmann::json ready = {{"event", "ready"},
                                  {"url", host.url()},
                                  {"mcp_url", host.url() + "/mcp"},
                                  {"pid", getpid()}};
    program.out << ready.dump() << std::endl;
    program.log.info("host.ready", {{"mcp_url", host.url() + "/mcp"}});
}

/// Speaks to the client through the owner of the state directory.
int relayToOwner(Program& program, const config::Settings& settings, int out) {
    auto client = control::Client::connect(settings.store.state_dir);
    if (!client.ok()) return fail(program, client.error());
    const auto stream = std::move(client).value().intoStream();
    if (!stream.ok()) return fail(program, stream.error());
    stdio::relay(STDIN_FILENO, out, stream.value().number());
    return kSuccess;
}

}  // namespace

int serve(Program& program, Signals& signals) {
    const auto settings = loadSettings(program);
    if (!settings) return kFailure;
    const auto owned = control::Ownership::take(settings->store.state_dir);
    if (!owned.ok()) return fail(program, owned.error());
    if (const auto* other = std::get_if<control::OwnedByAnother>(&owned.value())) {
        return fail(program, ownedByAnother(*settings, *other));
    }
    auto host = Host::start(
        *settings, Front::Http, std::get<control::Ownership>(owned.value()), around(program));
    if (!host.ok()) return fail(program, host.error());
    sayReady(program, *host.value());
    waitForStop(program, signals, *host.value());
    program.log.info("host.stopping");
    return ended(std::move(host).value());
}

int serveStdio(Program& program, Signals& signals) {
    const int out = stdio::takeStandardOutput();
    if (out < 0) return fail(program, {"take standard output for MCP: the system refused"});
    const auto settings = loadSettings(program);
    if (!settings) return kFailure;
    const auto owned = control::Ownership::take(settings->store.state_dir);
    if (!owned.ok()) return fail(program, owned.error());
    if (std::holds_alternative<control::OwnedByAnother>(owned.value())) {
        return relayToOwner(program, *settings, out);
    }
    auto host = Host::start(
        *settings, Front::Stdio, std::get<control::Ownership>(owned.value()), around(program));
    if (!host.ok()) return fail(program, host.error());
    stdio::serveLines(host.value()->endpoint(),
                      host.value()->localPrincipal(thisUser()),
                      {.in = STDIN_FILENO, .out = out, .stop = signals.descriptor()});
    return ended(std::move(host).value());
}

}  // namespace toolhost::cli
