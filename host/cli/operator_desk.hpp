#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "cli/state.hpp"
#include "control/server.hpp"
#include "identity/settings.hpp"

namespace toolhost::cli {

/// Does what operators ask of a state directory: `client add`, `client list`, `client revoke`,
/// `token issue`. The owner does it for others through the control socket, or for itself. A request
/// and its answer are one JSON object each; an answer without "error" worked. Everything that
/// changes something is on the audit trail under the operator's name. Thread-safe.
class OperatorDesk {
public:
    /// What it is given by reference outlives it.
    OperatorDesk(State& state,
                 const Authority& authority,
                 const identity::Settings& settings,
                 const base::Clock& clock);

    /// Blocks until what was asked is done and on disk. Not from the audit trail's thread.
    std::string answer(std::string_view request_json, const control::Peer& asker);

private:
    State& state_;
    const Authority& authority_;
    const identity::Settings settings_;
    const base::Clock& clock_;
};

/// The process's own user, as the control socket would name it.
control::Peer thisUser();

/// Who a local user is to the rest of the host.
identity::Principal principalOf(const control::Peer& peer);

}  // namespace toolhost::cli
