#include <gtest/gtest.h>

#include "desk.hpp"
#include "fake_instance.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::answer;
using tests::SeenRequest;

const std::string kId(32, 'a');

json both(const char* value, const char* display) {
    return {{"value", value}, {"display_value", display}};
}

TEST(GetRecord, SaysThatNoRecordHasTheNumber) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) { return result(json::array(), 0); });
    Desk desk(instance.url());
    const json reply = desk.ask({{"op", "get"}, {"table", "incident"}, {"number", "INC9"}});
    EXPECT_EQ(kindOf(reply), "not_found");
    EXPECT_EQ(instance.requestsTo(kIncidents).at(0).parameter("sysparm_query"), "number=INC9");
}

TEST(GetRecord, PassesOnThatAKeyIsAbsentOrHidden) {
    FakeInstance instance;
    instance.on(incidentPath(), [](const SeenRequest&) {
        return refusal(
            404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");
    });
    Desk desk(instance.url());
    const json reply = desk.ask({{"op", "get"}, {"table", "incident"}, {"sys_id", kId}});
    EXPECT_EQ(kindOf(reply), "not_found");
    EXPECT_EQ(reply["error"]["status"], 404);
    EXPECT_NE(messageOf(reply).find("No Record found"), std::string::npos);
}

TEST(GetRecord, GivesTheRecord) {
    FakeInstance instance;
    instance.on(incidentPath(), [](const SeenRequest&) { return result({{"number", "INC1"}}); });
    Desk desk(instance.url());
    const json reply =
        desk.ask({{"op", "get"}, {"table", "incident"}, {"sys_id", kId}, {"fields", {"number"}}});
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["record"], (json{{"number", "INC1"}}));
    EXPECT_EQ(instance.requestsTo(incidentPath()).at(0).parameter("sysparm_fields"), "number");
}

TEST(CreateRecord, RefusesAFieldThatServiceNowWouldDrop) {
    FakeInstance instance;
    Desk desk(instance.url());
    const json reply = desk.ask(
        {{"op", "create"}, {"table", "incident"}, {"values", {{"shrt_description", "x"}}}});
    EXPECT_EQ(kindOf(reply), "unknown_field");
    EXPECT_NE(messageOf(reply).find("did you mean 'short_description'"), std::string::npos);
    EXPECT_TRUE(instance.requestsTo(kIncidents).empty());
}

TEST(CreateRecord, IsSentOnceThoughTheInstanceIsBusy) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) {
        return answer(503, R"({"error":{"message":"busy"}})", "Retry-After: 0\r\n");
    });
    Desk desk(instance.url());
    const json reply =
        desk.ask({{"op", "create"}, {"table", "incident"}, {"values", {{"priority", "1"}}}});
    EXPECT_EQ(kindOf(reply), "unavailable");
    EXPECT_EQ(instance.requestsTo(kIncidents).size(), 1U);
}

TEST(CreateRecord, PassesOnADataPolicy) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) {
        return refusal(403, "Operation Failed", "Data Policy Exception: Close code is mandatory");
    });
    Desk desk(instance.url());
    const json reply =
        desk.ask({{"op", "create"}, {"table", "incident"}, {"values", {{"state", 6}}}});
    EXPECT_EQ(kindOf(reply), "forbidden");
    EXPECT_EQ(reply["error"]["detail"], "Data Policy Exception: Close code is mandatory");
}

TEST(CreateRecord, TellsWhatTheInstanceMadeOfTheValues) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) {
        auto created = result({{"sys_id", both("b1", "b1")},
                               {"number", both("INC0010001", "INC0010001")},
                               {"priority", both("5", "5 - Planning")},
                               {"short_description", both("Disk", "Disk")},
                               {"caller_id", both("c1", "Beth Anglin")},
                               {"work_notes", both("", "2026-01-31 - Beth\nlooked")}});
        return created;
    });
    Desk desk(instance.url());
    const json reply = desk.ask({{"op", "create"},
                                 {"table", "incident"},
                                 {"values",
                                  {{"priority", 3},
                                   {"short_description", "Disk"},
                                   {"caller_id", "Beth Anglin"},
                                   {"work_notes", "looked"},
                                   {"category", nullptr}}}});
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["record"],
              (json{{"sys_id", "b1"}, {"number", "INC0010001"}, {"display", "INC0010001"}}));
    EXPECT_EQ(reply["changed_by_instance"],
              (json{{"priority", {{"sent", "3"}, {"value", "5"}, {"display", "5 - Planning"}}}}));
    EXPECT_NE(reply["notices"].dump().find("category"), std::string::npos);
    const SeenRequest seen = instance.requestsTo(kIncidents).at(0);
    EXPECT_EQ(seen.method, "POST");
    EXPECT_EQ(seen.header("Content-Type"), "application/json");
    EXPECT_EQ(json::parse(seen.body),
              (json{{"priority", "3"},
                    {"short_description", "Disk"},
                    {"caller_id", "Beth Anglin"},
                    {"work_notes", "looked"},
                    {"category", ""}}));
}

TEST(UpdateRecord, PatchesOneRecord) {
    FakeInstance instance;
    instance.on(incidentPath(), [](const SeenRequest&) {
        return result({{"sys_id", both("a", "a")}, {"state", both("2", "In Progress")}});
    });
    Desk desk(instance.url());
    const json reply = desk.ask(
        {{"op", "update"}, {"table", "incident"}, {"sys_id", kId}, {"values", {{"state", 2}}}});
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_FALSE(reply.contains("changed_by_instance"));
    EXPECT_EQ(instance.requestsTo(incidentPath()).at(0).method, "PATCH");
}

TEST(DeleteRecord, DeletesOneRecord) {
    FakeInstance instance;
    instance.on(incidentPath(), [](const SeenRequest&) {
        return tests::Answer{"HTTP/1.1 204 No Content\r\nX-Transaction-ID: f00\r\n\r\n", false};
    });
    Desk desk(instance.url());
    const json reply = desk.ask({{"op", "delete"}, {"table", "incident"}, {"sys_id", kId}});
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["deleted"], true);
    EXPECT_EQ(reply["transaction_id"], "f00");
    EXPECT_EQ(instance.requestsTo(incidentPath()).at(0).method, "DELETE");
}

}  // namespace
}  // namespace toolhost::servicenow
