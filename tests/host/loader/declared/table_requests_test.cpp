#include "loader/declared/table_requests.hpp"

#include <gtest/gtest.h>

#include "servicenow/query/encoded_query.hpp"
#include "servicenow/query/query_filter.hpp"

#include "desk_declaration.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using servicenow::EncodedQuery;

/// The query that the instance is sent, or why none is.
base::Result<std::string> sentQuery(const json& request) {
    auto query = EncodedQuery::parse(request.value("query", ""));
    if (!query.ok()) return query.error();
    const auto filter = servicenow::compileFilter(request.at("filter"));
    if (!filter.ok()) return filter.error();
    if (const auto done = query.value().narrowBy(filter.value()); !done.ok()) return done.error();
    return query.value().text();
}

class HostileValue : public testing::TestWithParam<const char*> {};

/// Whatever the value, what is sent still says that each record is active and hardware.
TEST_P(HostileValue, CannotWidenWhatTheDeclarationGrants) {
    const auto desk = deskDeclaration();
    const json found = findRequest(desk.tools[kGetTool], {{"number", GetParam()}}, {"sys_id"});
    const json listed = listRequest(desk.tools[kListTool], {{"words", GetParam()}});
    for (const json& request : {found, listed}) {
        const auto sent = sentQuery(request);
        if (!sent.ok()) continue;  // refused
        const auto query = EncodedQuery::parse(sent.value());
        ASSERT_TRUE(query.ok()) << sent.value();
        ASSERT_EQ(query.value().blocks().size(), 1U) << sent.value();
        for (const auto& group : query.value().blocks().front()) {
            EXPECT_EQ(group.size(), 1U) << "an alternative was joined: " << sent.value();
        }
        EXPECT_NE(sent.value().find("category=hardware"), std::string::npos) << sent.value();
    }
}

INSTANTIATE_TEST_SUITE_P(Gallery,
                         HostileValue,
                         testing::Values("x^ORactive=false",
                                         "x^NQactive=false",
                                         "^NQnumberISNOTEMPTY",
                                         "x^EQ",
                                         "^ORDERBYnumber",
                                         "=x",
                                         "",
                                         "ISNOTEMPTY",
                                         "x\n^NQy",
                                         "javascript:gs.getUserID()"));

TEST(ListRequest, JoinsTheDeclaredConditionsAndTheCallersByAnd) {
    const auto desk = deskDeclaration();
    const json request = listRequest(desk.tools[kListTool],
                                     {{"words", "disk"}, {"priorities", {1, 2}}, {"limit", 7}});
    EXPECT_EQ(sentQuery(request).value(),
              "active=true^category=hardware^short_descriptionLIKEdisk^state=1^priorityIN1,2"
              "^ORDERBYDESCopened_at^ORDERBYnumber");
    EXPECT_EQ(request["limit"], 7);
    EXPECT_EQ(request["fields"], json({"number", "short_description", "state"}));
}

TEST(ListRequest, GivesNoMoreThanTheDeclarationGrants) {
    const auto desk = deskDeclaration();
    EXPECT_EQ(listRequest(desk.tools[kListTool], {{"limit", 51}})["limit"], 50);
    EXPECT_EQ(listRequest(desk.tools[kListTool], {{"limit", -1}})["limit"], 5);
    EXPECT_EQ(listRequest(desk.tools[kListTool], json::object())["limit"], 5);
}

TEST(FindRequest, LooksOnlyAmongTheRecordsThatTheToolReaches) {
    const auto desk = deskDeclaration();
    const json request = findRequest(desk.tools[kUpdateTool], {{"number", "INC1"}}, {"sys_id"});
    EXPECT_EQ(sentQuery(request).value(), "category=hardware^number=INC1");
    EXPECT_EQ(request["limit"], 2) << "so that a second one is noticed";
}

TEST(WriteRequests, SendWhatTheCallerGaveAndWhatIsFixed) {
    const auto desk = deskDeclaration();
    EXPECT_EQ(createRequest(desk.tools[kCreateTool], {{"summary", "broken"}, {"state", "7"}}),
              json::parse(R"({"op":"create","table":"incident","values":{
                  "category":"hardware","short_description":"broken","urgency":3}})"));
    EXPECT_EQ(updateRequest(desk.tools[kUpdateTool], {{"work_notes", "seen"}}, "abc"),
              json::parse(R"({"op":"update","table":"incident","sys_id":"abc","values":{
                  "work_notes":"seen"}})"));
}

TEST(EveryRequest, AsksTheDeclaredInstanceWhateverTheCallerSays) {
    auto tool = deskDeclaration().tools[kListTool];
    const json arguments = {{"instance", "test"}};
    EXPECT_EQ(listRequest(tool, arguments)["instance"], "test");
    tool.instance = "prod";
    EXPECT_EQ(listRequest(tool, arguments)["instance"], "prod");
}

}  // namespace
}  // namespace toolhost::loader
