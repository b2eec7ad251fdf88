#include "simulator/write/change_rules.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "simulator/properties.hpp"
#include "simulator/refusals.hpp"
#include "simulator/write/change_states.hpp"

namespace toolhost::sim {

namespace {

using namespace change_states;

struct Move {
    std::string_view type;  ///< of the change; empty: every type
    std::string_view from;
    std::string_view to;
};

constexpr std::array kMoves{
    Move{"normal", kNew, kAssess},
    Move{"emergency", kNew, kAuthorize},
    Move{"standard", kNew, kScheduled},
    Move{"normal", kAssess, kAuthorize},
    Move{"", kAuthorize, kScheduled},
    Move{"", kScheduled, kImplement},
    Move{"", kImplement, kReview},
    Move{"", kReview, kClosed},
    // What is rejected begins anew; what is done cannot be called off.
    Move{"", kAssess, kNew},
    Move{"", kAuthorize, kNew},
    Move{"", kNew, kCanceled},
    Move{"", kAssess, kCanceled},
    Move{"", kAuthorize, kCanceled},
    Move{"", kScheduled, kCanceled},
    Move{"", kImplement, kCanceled},
};

bool isMove(std::string_view type, std::string_view from, std::string_view to) {
    return std::any_of(kMoves.begin(), kMoves.end(), [&](const Move& move) {
        return (move.type.empty() || move.type == type) && move.from == from && move.to == to;
    });
}

bool awaitsApproval(Records& records, const std::string& change_id) {
    auto statement = records.session().prepare(
        "SELECT 1 FROM \"sysapproval_approver\" WHERE \"sysapproval\" = ? AND \"state\" = "
        "'requested'");
    return statement.bind(change_id).step();
}

Refusal abort() {
    return refusals::businessRule("change_request",
                                  "Change Model: Check State Transition",
                                  "2e1a7d3c53201200d9a7ddeeff7b12c4");
}

}  // namespace

std::string stateAfterApproval(const std::string& state) {
    if (state == kAssess) return kAuthorize;
    return state == kAuthorize ? kScheduled : "";
}

std::optional<Refusal> applyChangeRules(Change& change) {
    if (change.write == Write::Insert || !change.changes("state")) return std::nullopt;
    const auto& from = change.before.get("state");
    const auto& to = change.after.get("state");
    const auto& type = change.before.get("type");
    if (Properties(change.records.session()).isTrue(properties::kCheckChangeModel)) {
        if (!isMove(type.empty() ? "normal" : type, from, to)) return abort();
        const bool onwards = to == stateAfterApproval(from);
        if (onwards && awaitsApproval(change.records, change.before.sysId())) return abort();
    }
    if (to == kAssess || to == kAuthorize) change.after.set("approval", "requested");
    if (to == kScheduled) change.after.set("approval", "approved");
    return std::nullopt;
}

}  // namespace toolhost::sim
