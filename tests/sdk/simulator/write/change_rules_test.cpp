#include "simulator/write/change_rules.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class ChangeModel : public InstanceFixture {
protected:
    json changeOf(const std::string& type, const std::string& group = {}) {
        return create("change_request", {{"type", type}, {"assignment_group", group}});
    }
    Reply move(const json& change, const std::string& state) {
        return patch("change_request",
                     change,
                     {{"state", state}, {"close_code", "successful"}, {"close_notes", "n"}});
    }
    std::string stateOf(const json& change) {
        return rows("change_request", "sys_id=" + change.at("sys_id").get<std::string>())
            .at(0)
            .at("state");
    }
    json approvalsOf(const json& change, const std::string& state) {
        return rows("sysapproval_approver",
                    "sysapproval=" + change.at("sys_id").get<std::string>() + "^state=" + state);
    }
};

TEST_F(ChangeModel, AbortsMovesItDoesNotKnow) {
    const auto change = changeOf("normal");
    const auto reply = move(change, "-1");
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(complaint(reply),
              "Operation Failed | Operation against file 'change_request' was aborted by Business "
              "Rule 'Change Model: Check State Transition^2e1a7d3c53201200d9a7ddeeff7b12c4'. "
              "Business Rule Stack:Change Model: Check State Transition");
    EXPECT_EQ(stateOf(change), "-5");
    for (const auto* state : {"-3", "-2", "0", "3"})
        EXPECT_EQ(move(change, state).status, 403) << state;
    EXPECT_EQ(move(changeOf("emergency"), "-4").status, 403);
    EXPECT_EQ(move(changeOf("standard"), "-3").status, 403);
}

TEST_F(ChangeModel, WalksEachTypeToItsEnd) {
    const std::pair<const char*, std::vector<const char*>> walks[] = {
        {"standard", {"-2", "-1", "0", "3"}},
        {"normal", {"-4", "4"}},
        {"emergency", {"4"}},
    };
    for (const auto& [type, states] : walks) {
        const auto change = changeOf(type);
        for (const auto* state : states)
            EXPECT_EQ(move(change, state).status, 200) << type << state;
    }
}

TEST_F(ChangeModel, CannotBeCalledOffInReview) {
    const auto change = changeOf("standard");
    for (const auto* state : {"-2", "-1", "0"})
        EXPECT_EQ(move(change, state).status, 200);
    EXPECT_EQ(move(change, "4").status, 403);
}

TEST_F(ChangeModel, IgnoresStatesThatAreWords) {
    const auto change = changeOf("normal");
    EXPECT_EQ(move(change, "assess").status, 200);
    EXPECT_EQ(stateOf(change), "-5");
}

TEST_F(ChangeModel, MovesOnByApprovals) {
    const auto change = changeOf("normal", "Network");
    EXPECT_EQ(bodyOf(move(change, "-4")).at("result").at("approval"), "requested");
    const auto first = approvalsOf(change, "requested");
    ASSERT_EQ(first.size(), 1U) << "Network has one member";
    EXPECT_EQ(move(change, "-3").status, 403) << "not past a pending approval";
    EXPECT_EQ(patch("sysapproval_approver", first.at(0), {{"state", "approved"}}).status, 200);
    EXPECT_EQ(stateOf(change), "-3");
    const auto board = approvalsOf(change, "requested");
    ASSERT_EQ(board.size(), 2U) << "the board";
    EXPECT_EQ(patch("sysapproval_approver", board.at(1), {{"state", "approved"}}).status, 200);
    EXPECT_EQ(stateOf(change), "-2");
    EXPECT_EQ(approvalsOf(change, "requested").size(), 0U);
    EXPECT_EQ(approvalsOf(change, "not_required").size(), 1U);
    EXPECT_EQ(rows("change_request", "sys_id=" + change.at("sys_id").get<std::string>())
                  .at(0)
                  .at("approval"),
              "approved");
}

TEST_F(ChangeModel, BeginsAnewWhenItIsRejected) {
    const auto change = changeOf("emergency");
    EXPECT_EQ(move(change, "-3").status, 200);
    const auto board = approvalsOf(change, "requested");
    EXPECT_EQ(
        patch("sysapproval_approver", board.at(0), {{"state", "rejected"}, {"comments", "no"}})
            .status,
        200);
    const auto row =
        rows("change_request", "sys_id=" + change.at("sys_id").get<std::string>()).at(0);
    EXPECT_EQ(row.at("state"), "-5");
    EXPECT_EQ(row.at("approval"), "rejected");
}

TEST_F(ChangeModel, WantsAnOutcomeAtTheEnd) {
    const auto change = changeOf("standard");
    for (const auto* state : {"-2", "-1", "0"})
        EXPECT_EQ(patch("change_request", change, {{"state", state}}).status, 200);
    EXPECT_EQ(complaint(patch("change_request", change, {{"state", "3"}})),
              "Operation Failed | Data Policy Exception: Close code is mandatory, Close notes is "
              "mandatory");
    EXPECT_EQ(move(change, "3").status, 200);
}

TEST_F(ChangeModel, MayBeSwitchedOff) {
    auto settings = smallInstance();
    settings.properties["toolhost_sim.change.check_transitions"] = "false";
    restart(settings);
    EXPECT_EQ(move(changeOf("normal"), "-1").status, 200);
}

}  // namespace
}  // namespace toolhost::sim
