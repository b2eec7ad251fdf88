// The room against the simulator's own program: two implementations that share no code.
#include "simulator.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "desk.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;

const char* const kBeth = "beth.anglin";  // role itil

class WithSimulator : public testing::Test {
protected:
    Simulator simulator_;
    Desk desk_{simulator_.url()};

    json ask(const char* user, const json& request) {
        json reply = desk_.ask(user, request);
        EXPECT_EQ(kindOf(reply), "ok") << request << "\n" << reply;
        return reply;
    }
};

TEST_F(WithSimulator, RefusesAnUnknownUser) {
    const json reply =
        desk_.ask("nobody.here", {{"op", "query"}, {"table", "incident"}, {"limit", 1}});
    EXPECT_EQ(kindOf(reply), "unauthorized") << reply;
}

TEST_F(WithSimulator, RefusesAnUnknownTable) {
    const json reply = desk_.ask(kBeth, {{"op", "query"}, {"table", "incidnet"}});
    EXPECT_EQ(kindOf(reply), "unknown_table") << reply;
    EXPECT_NE(messageOf(reply).find("did you mean 'incident'"), std::string::npos) << reply;
}

TEST_F(WithSimulator, QueriesEveryIncidentOnce) {
    const json reply = ask(kBeth,
                           {{"op", "query"},
                            {"table", "incident"},
                            {"fields", {"sys_id", "number", "caller_id.name"}},
                            {"limit", 1'000}});
    EXPECT_EQ(reply["total"], 150);
    EXPECT_EQ(reply["returned"], 150);
    EXPECT_EQ(reply["has_more"], false);
    std::set<std::string> ids;
    for (const auto& record : reply["records"])
        ids.insert(record["sys_id"].get<std::string>());
    EXPECT_EQ(ids.size(), 150U);
}

TEST_F(WithSimulator, CreatesReadsChangesAndDeletesAsTheUser) {
    const json created = ask(kBeth,
                             {{"op", "create"},
                              {"table", "incident"},
                              {"values",
                               {{"short_description", "Printer on fire"},
                                {"impact", 1},
                                {"urgency", 1},
                                {"priority", 4}}}});
    const std::string sys_id = created["record"]["sys_id"].get<std::string>();
    ASSERT_TRUE(created.contains("changed_by_instance")) << created;
    EXPECT_EQ(created["changed_by_instance"]["priority"]["value"], "1") << created;
    const json read = ask(kBeth,
                          {{"op", "get"},
                           {"table", "incident"},
                           {"number", created["record"]["number"]},
                           {"display", "value"}});
    EXPECT_EQ(read["record"]["sys_id"], sys_id);
    EXPECT_EQ(read["record"]["sys_created_by"], kBeth);
    ask("fred.luddy",
        {{"op", "update"}, {"table", "incident"}, {"sys_id", sys_id}, {"values", {{"state", 2}}}});
    const json changed = ask(kBeth, {{"op", "get"}, {"table", "incident"}, {"sys_id", sys_id}});
    EXPECT_EQ(changed["record"]["sys_updated_by"], "fred.luddy");
    const json refused = desk_.ask(
        kBeth,
        {{"op", "update"}, {"table", "incident"}, {"sys_id", sys_id}, {"values", {{"state", 6}}}});
    EXPECT_EQ(kindOf(refused), "forbidden") << refused;
    EXPECT_NE(refused["error"]["detail"].get<std::string>().find("Data Policy"), std::string::npos);
}

TEST_F(WithSimulator, DeletesWhatTheUserMayDelete) {
    const json request = {
        {"op", "create"}, {"table", "incident"}, {"values", {{"short_description", "Mistake"}}}};
    const json created = ask(kBeth, request);
    const json deletion = {
        {"op", "delete"}, {"table", "incident"}, {"sys_id", created["record"]["sys_id"]}};
    const json reply = desk_.ask(kBeth, deletion);
    EXPECT_TRUE(kindOf(reply) == "ok" || kindOf(reply) == "forbidden") << reply;
    const json read = desk_.ask(
        kBeth, {{"op", "get"}, {"table", "incident"}, {"sys_id", created["record"]["sys_id"]}});
    EXPECT_EQ(kindOf(read), kindOf(reply) == "ok" ? "not_found" : "ok");
}

TEST_F(WithSimulator, DescribesInheritedColumnsAndChoices) {
    const json reply = ask(kBeth, {{"op", "schema"}, {"table", "incident"}, {"choices", true}});
    EXPECT_EQ(reply["chain"], (json{"incident", "task"})) << reply["notices"];
    std::map<std::string, json> columns;
    for (const auto& column : reply["columns"])
        columns[column["name"].get<std::string>()] = column;
    EXPECT_EQ(columns["short_description"]["table"], "task");
    EXPECT_EQ(columns["caller_id"]["reference"], "sys_user");
    EXPECT_FALSE(columns["state"]["choices"].empty());
}

TEST_F(WithSimulator, FindsTables) {
    const json reply = ask(kBeth, {{"op", "tables"}, {"filter", "incident"}});
    ASSERT_TRUE(reply.contains("tables")) << reply;
    EXPECT_NE(reply["tables"].dump().find("\"incident\""), std::string::npos);
}

TEST_F(WithSimulator, CountsByGroup) {
    const json all = ask(kBeth, {{"op", "aggregate"}, {"table", "incident"}});
    ASSERT_TRUE(all.contains("stats")) << all;
    EXPECT_EQ(all["stats"]["count"], 150);
    const json grouped = ask(kBeth,
                             {{"op", "aggregate"},
                              {"table", "incident"},
                              {"group_by", {"priority"}},
                              {"display", "both"}});
    ASSERT_TRUE(grouped.contains("groups")) << grouped;
    int sum = 0;
    for (const auto& group : grouped["groups"])
        sum += group["stats"]["count"].get<int>();
    EXPECT_EQ(sum, 150) << grouped;
}

TEST_F(WithSimulator, ShowsAnEmployeeOnlyTheirOwn) {
    const json reply =
        desk_.ask("joe.employee", {{"op", "query"}, {"table", "incident"}, {"limit", 100}});
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_LT(reply["returned"].get<int>(), 150);
    EXPECT_NE(reply["notices"].dump().find("could not be checked"), std::string::npos) << reply;
}

TEST_F(WithSimulator, SearchesText) {
    const json reply = ask(kBeth,
                           {{"op", "query"},
                            {"table", "incident"},
                            {"query", "priority=1^NQpriority=2"},
                            {"text_search", "email"}});
    EXPECT_NE(reply["effective_query"].get<std::string>().find("123TEXTQUERY321=email"),
              std::string::npos);
}

}  // namespace
}  // namespace toolhost::servicenow
