#pragma once

#include <map>
#include <string>
#include <string_view>

#include "identity/principal.hpp"

namespace toolhost::audit {

/// How far what is recorded has come.
enum class Outcome {
    Intended,  ///< about to be done; the outcome follows under the same call_id
    Ok,
    Denied,
    Failed
};

/// The outcome's name in a record: "intended", "ok", "denied", "failed".
std::string_view nameOf(Outcome outcome);

/// Something that must be answerable later. Never holds arguments or secrets; what looks like a
/// credential is removed when it is recorded all the same.
struct Event {
    /// What happened: "mcp.tool.call", "token.issue", "client.add", "system.start".
    std::string type;
    Outcome outcome = Outcome::Ok;
    identity::Principal actor;
    /// What it was done to: a tool's name, a client's id.
    std::string target;
    /// Joins an intent and its outcome.
    std::string call_id;
    /// Short facts in clear text: error code, instance, latency_ms, transaction_id.
    std::map<std::string, std::string> details;
};

}  // namespace toolhost::audit
