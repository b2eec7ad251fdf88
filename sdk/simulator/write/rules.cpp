#include "simulator/write/rules.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "simulator/sys_id.hpp"
#include "simulator/text.hpp"
#include "simulator/write/change_rules.hpp"
#include "simulator/write/data_policy.hpp"
#include "simulator/write/incident_rules.hpp"
#include "simulator/write/priority.hpp"

namespace toolhost::sim {

namespace {

struct ClosedStates {
    std::string_view table;
    std::array<std::string_view, 3> states;
};

// State values at which a record of the class is no longer active.
constexpr std::array kClosedStates{
    ClosedStates{"incident", {"7", "8", ""}},
    ClosedStates{"problem", {"107", "", ""}},
    ClosedStates{"change_request", {"3", "4", ""}},
    ClosedStates{"task", {"3", "4", "7"}},
};

bool isClosed(const Schema& schema, const Record& record) {
    for (const auto& entry : kClosedStates) {
        if (!schema.isA(*record.table, entry.table)) continue;
        const auto& state = record.get("state");
        return !state.empty() &&
               std::find(entry.states.begin(), entry.states.end(), state) != entry.states.end();
    }
    return false;
}

void openTask(Change& change) {
    if (change.after.get("opened_by").empty()) change.after.set("opened_by", change.caller.sys_id);
    if (change.after.get("opened_at").empty()) {
        change.after.set("opened_at", formatTimestamp(change.now));
    }
    if (change.after.get("task_effective_number").empty()) {
        change.after.set("task_effective_number", change.after.get("number"));
    }
}

void closeTask(const Schema& schema, Change& change) {
    if (!change.changes("state")) return;
    const bool closed = isClosed(schema, change.after);
    change.after.set("active", closed ? "false" : "true");
    if (!closed) {
        change.after.set("closed_at", "");
        change.after.set("closed_by", "");
    } else if (change.after.get("closed_at").empty()) {
        change.after.set("closed_at", formatTimestamp(change.now));
        change.after.set("closed_by", change.caller.sys_id);
    }
}

void mirror(Change& change, std::string_view state, std::string_view twin) {
    const bool from_twin = change.changes(twin) && !change.changes(state);
    const auto source = from_twin ? twin : state;
    const auto target = from_twin ? state : twin;
    const std::string value = change.after.get(source);
    change.after.set(target, value);
}

void nameUser(Change& change) {
    if (!change.changes("first_name") && !change.changes("last_name")) return;
    const auto full = change.after.get("first_name") + " " + change.after.get("last_name");
    change.after.set("name", trim(full));
}

/// How often a task has gone from one group to another.
void countReassignment(Change& change) {
    const bool moved = change.write == Write::Update && change.changes("assignment_group") &&
                       !change.before.get("assignment_group").empty();
    if (!moved) return;
    const auto count = parseInteger(change.before.get("reassignment_count")).value_or(0);
    change.after.set("reassignment_count", std::to_string(count + 1));
}

void resolveProblem(Change& change) {
    constexpr std::string_view kResolved = "106";
    if (!change.changes("state") || change.after.get("state") != kResolved) return;
    change.after.set("resolved_at", formatTimestamp(change.now));
    change.after.set("resolved_by", change.caller.sys_id);
}

/// An application that was given no name and no secret gets some.
void nameApplication(Change& change) {
    constexpr std::size_t kDigits = 32;
    if (change.write != Write::Insert) return;
    for (const auto* element : {"client_id", "client_secret"}) {
        if (change.after.get(element).empty()) change.after.set(element, randomHex(kDigits));
    }
}

std::optional<Refusal> applyTaskRules(const Schema& schema, Change& change) {
    const auto& table = *change.after.table;
    const bool incident = schema.isA(table, "incident");
    const bool problem = schema.isA(table, "problem");
    if (change.write == Write::Insert) openTask(change);
    if (incident) mirror(change, "state", "incident_state");
    if (problem) mirror(change, "state", "problem_state");
    if (incident || problem) {
        change.after.set("priority",
                         priorityOf(change.after.get("impact"), change.after.get("urgency")));
    }
    if (incident) applyIncidentRules(change);
    if (problem) resolveProblem(change);
    if (schema.isA(table, "change_request")) {
        if (auto refusal = applyChangeRules(change)) return refusal;
    }
    countReassignment(change);
    closeTask(schema, change);
    return std::nullopt;
}

}  // namespace

bool Change::changes(std::string_view element) const {
    return before.get(element) != after.get(element);
}

std::optional<Refusal> applyRules(const Schema& schema, Change& change) {
    const auto& table = *change.after.table;
    if (schema.isA(table, "sys_user")) nameUser(change);
    if (schema.isA(table, "oauth_entity")) nameApplication(change);
    if (schema.isA(table, "task")) {
        if (auto refusal = applyTaskRules(schema, change)) return refusal;
    }
    return checkDataPolicies(schema, change.after);
}

}  // namespace toolhost::sim
