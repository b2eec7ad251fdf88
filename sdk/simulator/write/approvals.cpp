#include "simulator/write/approvals.hpp"

#include <string>
#include <vector>

#include "simulator/write/change_rules.hpp"
#include "simulator/write/change_states.hpp"

namespace toolhost::sim {

namespace {

constexpr const char* kBoard = "Change Advisory Board";
constexpr const char* kApprovals = "sysapproval_approver";

/// Those who assess are the group it is assigned to; those who authorize are the board.
std::vector<std::string> approversOf(Records& records, const Record& change) {
    auto statement = records.session().prepare(
        "SELECT m.\"user\" FROM \"sys_user_grmember\" AS m JOIN \"sys_user_group\" AS g "
        "ON g.\"sys_id\" = m.\"group\" WHERE g.\"sys_id\" = ?1 OR g.\"name\" = ?2 "
        "ORDER BY m.\"user\"");
    const bool assess = change.get("state") == change_states::kAssess;
    statement.bind(assess ? change.get("assignment_group") : "").bind(assess ? "" : kBoard);
    std::vector<std::string> users;
    while (statement.step()) {
        users.emplace_back(statement.text(0));
    }
    return users;
}

std::optional<Refusal> askForApprovals(const Change& change, Writer& writer) {
    const auto& table = change.records.schema().table(kApprovals);
    for (const auto& user : approversOf(change.records, change.after)) {
        const auto added = writer.add(table,
                                      {{"sysapproval", change.after.sysId()},
                                       {"document_id", change.after.sysId()},
                                       {"source_table", change.after.table->name},
                                       {"approver", user},
                                       {"state", "requested"}});
        if (!added) return added.refusal();
    }
    return std::nullopt;
}

/// One answer is enough: the others are no longer asked.
void endOtherRequests(Records& records, const std::string& change_id) {
    records.session()
        .prepare(
            "UPDATE \"sysapproval_approver\" SET \"state\" = 'not_required' WHERE "
            "\"sysapproval\" = ? AND \"state\" = 'requested'")
        .bind(change_id)
        .run();
}

std::optional<Refusal> decide(const Change& approval, Writer& writer) {
    const bool approved = approval.after.get("state") == "approved";
    if (!approved && approval.after.get("state") != "rejected") return std::nullopt;
    auto& records = approval.records;
    auto id = approval.after.get("sysapproval");
    if (id.empty()) id = approval.after.get("document_id");
    const auto change = records.find(records.schema().table("change_request"), id);
    if (!change) return std::nullopt;
    const auto onwards = stateAfterApproval(change->get("state"));
    if (onwards.empty()) return std::nullopt;
    endOtherRequests(records, id);
    Values values{{"state", approved ? onwards : change_states::kNew}};
    if (!approved) values["approval"] = "rejected";
    const auto moved = writer.change(*change, std::move(values));
    if (!moved) return moved.refusal();
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> followApprovals(const Change& change, Writer& writer) {
    const auto& schema = change.records.schema();
    const auto& table = *change.after.table;
    if (!change.changes("state")) return std::nullopt;
    if (schema.isA(table, kApprovals)) return decide(change, writer);
    if (!schema.isA(table, "change_request")) return std::nullopt;
    const bool wants_approval = !stateAfterApproval(change.after.get("state")).empty();
    return wants_approval ? askForApprovals(change, writer) : std::nullopt;
}

}  // namespace toolhost::sim
