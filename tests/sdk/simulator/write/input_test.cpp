#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class Input : public InstanceFixture {};

TEST_F(Input, EmptiesWhatTheTypeCannotHold) {
    const auto record = create(
        "incident", {{"due_date", "tomorrow"}, {"order", "many"}, {"caller_id", "Nobody Here"}});
    EXPECT_EQ(record.at("due_date"), "");
    EXPECT_EQ(record.at("order"), "");
    EXPECT_EQ(record.at("caller_id"), "");
}

TEST_F(Input, SurvivesDeepNesting) {
    const std::string deep(100'000, '[');
    const std::string end(100'000, ']');
    const auto reply = send("POST",
                            "/api/now/table/incident",
                            "beth.anglin",
                            R"({"short_description":)" + deep + end + "}");
    EXPECT_LT(reply.status, 500);
}

TEST_F(Input, WritesEveryJsonTypeAsText) {
    const auto record = create("incident",
                               {{"impact", 1},
                                {"active", true},
                                {"description", {{"a", 1}}},
                                {"knowledge", "1"},
                                {"due_date", "2026-08-01"}});
    EXPECT_EQ(record.at("impact"), "1");
    EXPECT_EQ(record.at("active"), "true");
    EXPECT_EQ(record.at("description"), "{\"a\":1}");
    EXPECT_EQ(record.at("knowledge"), "true");
    EXPECT_EQ(record.at("due_date"), "2026-08-01 00:00:00");
}

TEST_F(Input, CutsTextAtTheColumnsLengthInCharacters) {
    std::string umlauts;
    for (int n = 0; n < 200; ++n)
        umlauts += "ü";
    EXPECT_EQ(create("incident", {{"short_description", umlauts}}).at("short_description"),
              umlauts.substr(0, 320));
}

TEST_F(Input, TakesReferencesByIdOrByWhatTheyShow) {
    const auto user = rows("sys_user", "user_name=abel.tuter").at(0).at("sys_id");
    EXPECT_EQ(create("incident", {{"caller_id", "abel tuter"}}).at("caller_id").at("value"), user);
    EXPECT_EQ(create("incident", {{"caller_id", user}}).at("caller_id").at("value"), user);
}

TEST_F(Input, TakesLabelsOnlyWhenAsked) {
    const auto body = json{{"state", "In Progress"}, {"impact", "2 - Medium"}}.dump();
    const auto labelled = bodyOf(send("POST",
                                      "/api/now/table/incident?sysparm_input_display_value=true",
                                      "beth.anglin",
                                      body))
                              .at("result");
    EXPECT_EQ(labelled.at("state"), "2");
    EXPECT_EQ(labelled.at("impact"), "2");
    const auto plain =
        bodyOf(send("POST", "/api/now/table/incident", "beth.anglin", body)).at("result");
    EXPECT_EQ(plain.at("impact"), "3") << "a text for a number is ignored";
}

TEST_F(Input, TakesTheFirstOfSeveralRecords) {
    const auto reply = send("POST",
                            "/api/now/table/incident",
                            "beth.anglin",
                            R"([{"short_description":"a"},{"short_description":"b"}])");
    EXPECT_EQ(bodyOf(reply).at("result").at("short_description"), "a");
}

}  // namespace
}  // namespace toolhost::sim
