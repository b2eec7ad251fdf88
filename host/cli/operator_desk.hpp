#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "cli/state.hpp"
#include "control/server.hpp"
#include "identity/settings.hpp"
#include "loader/loader.hpp"

namespace toolhost::cli {

/// Does what operators ask of a state directory: `client add`, `client list`, `client revoke`,
/// `token issue`, `plugin list`, `plugin approve`. The owner does it for others through the control
/// socket, or for itself. A request and its answer are one JSON object each; an answer without
/// "error" worked. Everything that changes something is on the audit trail under the operator's
/// name. Thread-safe.
class OperatorDesk {
public:
    /// What became of the plugin files.
    using Verdicts = std::function<std::vector<loader::Verdict>()>;

    /// What it is given by reference outlives it. `verdicts` is empty where no plugins were loaded.
    OperatorDesk(State& state,
                 const Authority& authority,
                 const identity::Settings& settings,
                 const base::Clock& clock,
                 Verdicts verdicts = {});

    /// Blocks until what was asked is done and on disk. Not from the audit trail's thread.
    std::string answer(std::string_view request_json, const control::Peer& asker);

private:
    State& state_;
    const Authority& authority_;
    const identity::Settings settings_;
    const base::Clock& clock_;
    const Verdicts verdicts_;
};

/// The answer to `plugin list`: {"plugins": […]}, one object each.
std::string pluginListJson(const std::vector<loader::Verdict>& verdicts);

/// The process's own user, as the control socket would name it.
control::Peer thisUser();

/// Who a local user is to the rest of the host.
identity::Principal principalOf(const control::Peer& peer);

}  // namespace toolhost::cli
