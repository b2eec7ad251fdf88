#include "query.hpp"

#include <gtest/gtest.h>

#include "schema/schema.hpp"

#include "recorded_call.hpp"

namespace servicenow_meta {
namespace {

using nlohmann::json;

const json kReply = {{"ok", true},
                     {"total", 3},
                     {"returned", 1},
                     {"has_more", true},
                     {"next_cursor", "abc"},
                     {"records", {{{"number", "INC1"}}}},
                     {"left_out", {{{"sys_id", "x"}, {"bytes", 9}}}},
                     {"effective_query", "active=true^ORDERBYsys_id"},
                     {"notices", {"a notice"}}};

json requestFor(const json& input) {
    RecordedCall call(kReply);
    query(call.context(), toolhost::sdk::Codec<QueryInput>::read(input));
    EXPECT_EQ(call.error(), "") << input;
    return call.request().value_or(json());
}

TEST(Query, RefusesWhatCannotBeAsked) {
    const std::vector<std::pair<json, const char*>> cases = {
        {{{"table", "incident"}, {"search_field", "number"}}, "needs text_search"},
        {{{"table", "incident"}, {"text_search", "a^b"}}, "'^'"},
        {{{"table", "incident"}, {"cursor", "x"}, {"aggregate", true}}, "comes whole"},
        {{{"table", "incident"}, {"cursor", "x"}, {"offset", 2}}, "not both"}};
    for (const auto& [input, says] : cases) {
        RecordedCall call(kReply);
        query(call.context(), toolhost::sdk::Codec<QueryInput>::read(input));
        EXPECT_NE(call.error().find(says), std::string::npos) << call.answer();
        EXPECT_FALSE(call.request()) << input;
    }
}

TEST(Query, PassesOnWhatTheInstanceHadAgainstIt) {
    RecordedCall call({{"ok", false},
                       {"error",
                        {{"kind", "unknown_field"},
                         {"message", "no field \"x\""},
                         {"status", 400},
                         {"hint", "look it up"}}}});
    query(call.context(), toolhost::sdk::Codec<QueryInput>::read({{"table", "incident"}}));
    EXPECT_EQ(call.error(), "no field \"x\" (HTTP 400) [unknown_field]. look it up");
}

TEST(Query, AsksForRecords) {
    EXPECT_EQ(requestFor({{"table", "incident"},
                          {"query", "active=true"},
                          {"fields", "number, state ,,caller_id.name"},
                          {"limit", 7},
                          {"cursor", "abc"},
                          {"instance", "dev"},
                          {"filter", {{"field", "priority"}, {"value", 1}}}}),
              (json{{"op", "query"},
                    {"table", "incident"},
                    {"query", "active=true"},
                    {"fields", {"number", "state", "caller_id.name"}},
                    {"limit", 7},
                    {"offset", 0},
                    {"cursor", "abc"},
                    {"instance", "dev"},
                    {"filter", {{"field", "priority"}, {"value", 1}}}}));
}

TEST(Query, SearchesOneFieldByACondition) {
    const json search = {{"field", "number"}, {"operator", "contains"}, {"value", "x"}};
    const json alone =
        requestFor({{"table", "incident"}, {"text_search", "x"}, {"search_field", "number"}});
    EXPECT_EQ(alone["filter"], search);
    EXPECT_FALSE(alone.contains("text_search"));
    const json filter = {{"field", "priority"}, {"value", 1}};
    const json both = requestFor({{"table", "incident"},
                                  {"text_search", "x"},
                                  {"search_field", "number"},
                                  {"filter", filter}});
    EXPECT_EQ(both["filter"], (json{{"all", {search, filter}}}));
    EXPECT_EQ(requestFor({{"table", "incident"}, {"text_search", "x"}})["text_search"], "x");
}

TEST(Query, AsksForFigures) {
    const json request = requestFor({{"table", "incident"},
                                     {"aggregate", true},
                                     {"group_by", "state"},
                                     {"avg_fields", "priority"},
                                     {"filter", {{"field", "priority"}, {"value", 1}}}});
    EXPECT_EQ(request["op"], "aggregate");
    EXPECT_EQ(request["group_by"], json({"state"}));
    EXPECT_TRUE(request.contains("filter"));
    EXPECT_FALSE(request.contains("limit"));
}

TEST(Query, AnswersInTheFormItPromises) {
    const auto promised = toolhost::schema::Schema::compile(json(queryOutputSchema()).dump());
    ASSERT_TRUE(promised.ok());
    RecordedCall call(kReply);
    query(call.context(), toolhost::sdk::Codec<QueryInput>::read({{"table", "incident"}}));
    EXPECT_EQ(call.structured()["nextCursor"], "abc");
    EXPECT_EQ(call.structured()["totalCount"], 3);
    EXPECT_EQ(call.structured()["hasMore"], true);
    EXPECT_EQ(call.structured()["records"], kReply["records"]);
    EXPECT_EQ(call.structured()["leftOut"][0]["sys_id"], "x");
    EXPECT_EQ(call.structured()["notices"], json({"a notice"}));
    EXPECT_TRUE(promised.value().check(call.structured()).empty());
    json last = kReply;
    for (const char* member : {"next_cursor", "left_out", "notices"})
        last.erase(member);
    RecordedCall end(last);
    query(end.context(), toolhost::sdk::Codec<QueryInput>::read({{"table", "incident"}}));
    for (const char* member : {"nextCursor", "leftOut", "notices"})
        EXPECT_FALSE(end.structured().contains(member)) << member;
}

}  // namespace
}  // namespace servicenow_meta
