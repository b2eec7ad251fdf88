#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "cli/state.hpp"
#include "control/server.hpp"
#include "identity/settings.hpp"
#include "loader/verdict.hpp"
#include "stdio/settings.hpp"

namespace toolhost::cli {

/// What operators can have done with a running host's plugins. Each from any thread.
struct PluginControls {
    /// What became of the plugin files.
    std::function<std::vector<loader::Verdict>()> verdicts;
    /// Reads the configuration and looks at every file again; see loader::Plugins::reload.
    std::function<base::Result<std::vector<loader::Verdict>>(
        const std::optional<std::string>& anew)>
        reload;
    /// Lets an earlier content serve; see loader::Plugins::rollBack.
    std::function<base::Result<loader::Verdict>(const std::string& name,
                                                const std::optional<std::string>& version)>
        roll_back;
};

/// Does what operators ask of a state directory: about clients, users and tokens (see
/// identity_errands.hpp), and `plugin list`, `plugin approve`, `plugin reload`, `plugin rollback`.
/// The owner does it for others through the control socket, or for itself. A request and its answer
/// are one JSON object each; an answer without "error" worked. Everything that changes something is
/// on the audit trail under the operator's name. Thread-safe.
class OperatorDesk {
public:
    /// What it is given by reference outlives it. `plugins` is absent where none were loaded.
    OperatorDesk(State& state,
                 const Authority& authority,
                 const identity::Settings& settings,
                 const base::Clock& clock,
                 std::optional<PluginControls> plugins = {});

    /// Blocks until what was asked is done and on disk. Not from the audit trail's thread.
    std::string answer(std::string_view request_json, const control::Peer& asker);

private:
    State& state_;
    const Authority& authority_;
    const identity::Settings settings_;
    const base::Clock& clock_;
    const std::optional<PluginControls> plugins_;
};

/// The answer to `plugin list`: {"plugins": […]}, one object each.
std::string pluginListJson(const std::vector<loader::Verdict>& verdicts);

/// The process's own user, as the control socket would name it.
control::Peer thisUser();

/// Who a local user is to the rest of the host.
identity::Principal principalOf(const control::Peer& peer);

/// The caller of tools that a local user is, as the configuration maps users of this machine.
std::shared_ptr<const identity::Principal> localCaller(const control::Peer& peer,
                                                       const stdio::Settings& settings);

}  // namespace toolhost::cli
