#include <gtest/gtest.h>

#include "desk.hpp"
#include "fake_instance.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::SeenRequest;

const char* const kChoices = "/api/now/table/sys_choice";
const char* const kLabels = "/api/now/table/sys_documentation";
const char* const kDictionary = "/api/now/table/sys_dictionary";

json describe(const char* table, const json& more = json::object()) {
    json request = {{"op", "schema"}, {"table", table}};
    request.update(more);
    return request;
}

json column(const json& reply, const char* name) {
    for (const auto& found : reply["columns"])
        if (found["name"] == name) return found;
    return {};
}

TEST(DescribeTable, SaysThatThereIsNoSuchTable) {
    FakeInstance instance;
    Desk desk(instance.url());
    const json reply = desk.ask(describe("sys_usr"));
    EXPECT_EQ(kindOf(reply), "unknown_table");
    EXPECT_NE(messageOf(reply).find("did you mean 'sys_user'"), std::string::npos);
}

TEST(DescribeTable, HasNoticesForWhatIsForbidden) {
    FakeInstance instance;
    const auto forbidden = [](const SeenRequest&) {
        return refusal(403, "User Not Authorized", "Failed API level ACL Validation");
    };
    instance.on(kDictionary, forbidden);
    instance.on("/api/now/table/sys_db_object", forbidden);
    Desk desk(instance.url());
    const json reply = desk.ask(describe("incident"));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_TRUE(reply["columns"].empty());
    EXPECT_EQ(reply["notices"].size(), 2U) << reply;
}

TEST(DescribeTable, NoticesChoicesThatAreForbidden) {
    FakeInstance instance;
    instance.on(kChoices, [](const SeenRequest&) { return refusal(403, "User Not Authorized"); });
    Desk desk(instance.url());
    const json reply = desk.ask(describe("incident", {{"choices", true}}));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_FALSE(reply["columns"].empty());
    EXPECT_NE(reply["notices"].dump().find("choices"), std::string::npos);
}

TEST(DescribeTable, GivesInheritedColumnsAndTheNearestOfTwo) {
    FakeInstance instance;
    Desk desk(instance.url());
    const json reply = desk.ask(describe("incident"));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["label"], "Incident");
    EXPECT_EQ(reply["chain"], (json{"incident", "task"}));
    EXPECT_EQ(column(reply, "short_description")["table"], "task");
    EXPECT_EQ(column(reply, "priority")["table"], "incident");
    EXPECT_EQ(column(reply, "caller_id")["reference"], "sys_user");
    EXPECT_EQ(column(reply, "number")["display"], true);
    EXPECT_TRUE(reply["notices"].empty()) << reply["notices"];
    EXPECT_EQ(instance.requestsTo(kDictionary).size(), 1U);
}

TEST(DescribeTable, TakesChoicesFromTheNearestTableThatHasAny) {
    FakeInstance instance;
    instance.on(kChoices, [](const SeenRequest&) {
        const auto choice = [](const char* table, const char* field, const char* value) {
            return json{{"name", table}, {"element", field}, {"value", value}, {"label", value}};
        };
        return result({choice("task", "state", "far"),
                       choice("incident", "state", "1"),
                       choice("task", "impact", "2"),
                       choice("incident", "state", "3")},
                      4);
    });
    Desk desk(instance.url());
    const json reply = desk.ask(describe("incident", {{"choices", true}}));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(column(reply, "state")["choices"],
              json::parse(R"([{"value":"1","label":"1"},{"value":"3","label":"3"}])"));
    EXPECT_EQ(column(reply, "impact")["choices"].size(), 1U);
    EXPECT_FALSE(column(reply, "category").contains("choices"));
}

/// Choices of state, as the instance has them.
tests::Answer choicesOfState(const SeenRequest& /*seen*/) {
    return result(json::parse(R"([
        {"name":"incident","element":"state","value":"1","label":"New","language":"en"},
        {"name":"incident","element":"state","value":"4","label":"Awaiting","language":"en",
         "inactive":"true"},
        {"name":"incident","element":"state","value":"6","label":"Resolved","language":"en",
         "dependent_value":"inquiry"}])"),
                  3);
}

TEST(DescribeTable, OffersTheChoicesThatAreActive) {
    FakeInstance instance;
    instance.on(kChoices, choicesOfState);
    Desk desk(instance.url());
    EXPECT_FALSE(column(desk.ask(describe("incident")), "state").contains("choices"));
    EXPECT_EQ(column(desk.ask(describe("incident", {{"choices", true}})), "state")["choices"],
              json::parse(R"([{"value":"1","label":"New"},
                              {"value":"6","label":"Resolved","dependent_value":"inquiry"}])"));
    const json all = desk.ask(describe("incident", {{"inactive_choices", true}}));
    EXPECT_EQ(column(all, "state")["choices"][1],
              json::parse(R"({"value":"4","label":"Awaiting","inactive":true})"));
}

TEST(DescribeTable, SaysWhatColumnsHoldAndDependOnInTheInstancesWords) {
    FakeInstance instance;
    instance.on(kLabels, [](const SeenRequest&) {
        return result(json::parse(R"([
            {"name":"incident","element":"","label":"Incident report","language":"en"},
            {"name":"task","element":"u_room","label":"Room","hint":"Where it hurts",
             "language":"en"}])"),
                      2);
    });
    instance.on(kDictionary, [](const SeenRequest&) {
        return result(json::parse(R"([
            {"name":"task","element":"u_room","column_label":"Cell","reference":"cmn_room",
             "reference_qual":"active=true","dependent":"location"},
            {"name":"task","element":"u_bed","column_label":"Bed"}])"),
                      2);
    });
    Desk desk(instance.url());
    const json reply = desk.ask(describe("incident"));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["label"], "Incident report");
    EXPECT_EQ(reply["language"], "en");
    const json room = column(reply, "u_room");
    EXPECT_EQ(room["label"], "Room");
    EXPECT_EQ(room["hint"], "Where it hurts");
    EXPECT_EQ(room["reference_qualifier"], "active=true");
    EXPECT_EQ(room["depends_on"], "location");
    EXPECT_EQ(column(reply, "u_bed")["label"], "Bed");
    EXPECT_FALSE(column(reply, "u_bed").contains("hint"));
}

TEST(DescribeTable, NoticesLabelsThatAreForbidden) {
    FakeInstance instance;
    instance.on(kLabels, [](const SeenRequest&) { return refusal(403, "User Not Authorized"); });
    Desk desk(instance.url());
    const json reply = desk.ask(describe("incident"));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(column(reply, "state")["label"], "Label of state");
    EXPECT_NE(reply["notices"].dump().find("labels are those of the dictionary"),
              std::string::npos);
}

TEST(DescribeTable, NoticesOverridesThatAreForbidden) {
    FakeInstance instance;
    instance.on("/api/now/table/sys_dictionary_override",
                [](const SeenRequest&) { return refusal(403, "User Not Authorized"); });
    Desk desk(instance.url());
    const json reply = desk.ask(describe("incident"));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_NE(reply["notices"].dump().find("overrides"), std::string::npos) << reply["notices"];
}

TEST(DescribeTable, AsksForTheOverridesOfItsOwnChainOnly) {
    FakeInstance instance;
    Desk desk(instance.url());
    desk.ask(describe("incident"));
    EXPECT_EQ(instance.requestsTo("/api/now/table/sys_dictionary_override")
                  .at(0)
                  .parameter("sysparm_query"),
              "nameINincident,task^ORDERBYsys_id");
}

TEST(DescribeTable, ReadsEveryPageOfALongDictionary) {
    FakeInstance instance;
    instance.on(kDictionary, [](const SeenRequest& seen) {
        const int offset = std::stoi(seen.parameter("sysparm_offset"));
        json rows = json::array();
        for (int i = offset; i < std::min(offset + 1'000, 1'500); ++i)
            rows.push_back({{"name", "sys_user"}, {"element", "u_" + std::to_string(i)}});
        return result(rows, 1'500);
    });
    Desk desk(instance.url());
    EXPECT_EQ(desk.ask(describe("sys_user"))["columns"].size(), 1'500U);
}

TEST(DescribeTable, KeepsWhatOneUserMaySeeFromTheNext) {
    FakeInstance instance;
    instance.on(kDictionary, [](const SeenRequest& seen) {
        const bool is_reader = seen.header("Authorization") == "Bearer token-of-dictionary.reader";
        if (!is_reader) return refusal(403, "User Not Authorized");
        return result({{{"name", "sys_user"}, {"element", "u_secret"}}}, 1);
    });
    Desk desk(instance.url());
    EXPECT_EQ(desk.ask("dictionary.reader", describe("sys_user"))["columns"].size(), 1U);
    EXPECT_TRUE(desk.ask("joe.employee", describe("sys_user"))["columns"].empty());
}

TEST(FindTables, GivesNameLabelAndWhatIsExtended) {
    FakeInstance instance;
    instance.on("/api/now/table/sys_db_object", [](const SeenRequest&) {
        return result({{{"name", "incident"}, {"label", "Incident"}, {"super_class.name", "task"}}},
                      7);
    });
    Desk desk(instance.url());
    const json reply = desk.ask({{"op", "tables"}, {"filter", "inc"}, {"limit", 1}});
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["tables"],
              json::parse(R"([{"name":"incident","label":"Incident","extends":"task"}])"));
    EXPECT_EQ(reply["has_more"], true);
    EXPECT_EQ(instance.requestsTo("/api/now/table/sys_db_object").at(0).parameter("sysparm_query"),
              "nameLIKEinc^ORlabelLIKEinc^ORDERBYname");
}

}  // namespace
}  // namespace toolhost::servicenow
