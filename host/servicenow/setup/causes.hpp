#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "servicenow/setup/check.hpp"
#include "servicenow/setup/conversation.hpp"

namespace toolhost::servicenow {

/// What was refused without a cause.
struct RefusedEntry {
    const InstanceSettings& settings;
    std::string user;
    base::WallTime now;
    /// By how much this machine's clock is ahead of the instance's, as far as that is known.
    std::chrono::seconds clock_ahead{0};
};

/// Looks, as an administrator, at the records an instance decides by (user, client, verifier map,
/// certificate, properties) and names each that explains the refusal. Where all are right, what
/// nobody can read is left: the secret. Blocks.
std::vector<Finding> findCauses(Conversation& admin, const RefusedEntry& refused);

}  // namespace toolhost::servicenow
