#include "simulator/write/incident_rules.hpp"

#include <string>
#include <string_view>

#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

constexpr std::string_view kInProgress = "2";
constexpr std::string_view kOnHold = "3";
constexpr std::string_view kResolved = "6";
constexpr std::string_view kClosed = "7";
constexpr std::string_view kAwaitingCaller = "1";

bool isDone(std::string_view state) {
    return state == kResolved || state == kClosed;
}

bool isOpen(std::string_view state) {
    return state == "1" || state == "2" || state == "3";
}

void setResolution(Change& change, std::string_view when, std::string_view who) {
    change.after.set("resolved_at", when);
    change.after.set("resolved_by", who);
}

void reopen(Change& change) {
    const auto count = parseInteger(change.before.get("reopen_count")).value_or(0);
    change.after.set("reopen_count", std::to_string(count + 1));
    change.after.set("reopened_time", formatTimestamp(change.now));
    change.after.set("reopened_by", change.caller.sys_id);
    setResolution(change, "", "");
}

void followState(Change& change) {
    const auto& state = change.after.get("state");
    const auto& was = change.before.get("state");
    if (isDone(state) && change.after.get("resolved_at").empty()) {
        setResolution(change, formatTimestamp(change.now), change.caller.sys_id);
    }
    if (isDone(was) && isOpen(state)) reopen(change);
}

/// A comment by the caller ends waiting for the caller.
void resume(Change& change) {
    if (change.write == Write::Insert || !change.journals.contains("comments")) return;
    const bool waiting = change.after.get("state") == kOnHold && !change.changes("state") &&
                         change.after.get("hold_reason") == kAwaitingCaller;
    if (!waiting || change.after.get("caller_id") != change.caller.sys_id) return;
    change.after.set("state", kInProgress);
    change.after.set("incident_state", kInProgress);
    change.after.set("hold_reason", "");
}

}  // namespace

void applyIncidentRules(Change& change) {
    resume(change);
    followState(change);
}

}  // namespace toolhost::sim
