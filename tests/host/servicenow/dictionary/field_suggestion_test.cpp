#include "servicenow/dictionary/field_suggestion.hpp"

#include <gtest/gtest.h>

#include "desk.hpp"
#include "fake_instance.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::SeenRequest;

const char* const kIncidentList = "/api/now/table/incident";

/// An instance whose incidents have columns with labels and choices.
class Suggestions : public testing::Test {
protected:
    Suggestions() {
        instance_.on("/api/now/table/sys_dictionary", [](const SeenRequest& seen) {
            const bool is_user =
                seen.parameter("sysparm_query").find("sys_user") != std::string::npos;
            return is_user ? result(json::parse(R"([{"name":"sys_user","element":"u_dept",
                                                     "column_label":"Department"}])"),
                                    1)
                           : result(json::parse(R"([
                {"name":"task","element":"short_description","column_label":"Short description",
                 "internal_type":"string"},
                {"name":"incident","element":"caller_id","column_label":"Caller",
                 "internal_type":"reference","reference":"sys_user"},
                {"name":"task","element":"state","column_label":"State",
                 "internal_type":"integer","choice":"3"},
                {"name":"task","element":"approval","column_label":"Approval",
                 "internal_type":"string","choice":"3"}])"),
                                    4);
        });
        instance_.on("/api/now/table/sys_documentation", [](const SeenRequest&) {
            return result(json::parse(R"([{"name":"task","element":"short_description",
                                           "label":"Kurzbeschreibung","language":"en"}])"),
                          1);
        });
        instance_.on("/api/now/table/sys_choice", [](const SeenRequest&) {
            return result(json::parse(R"([
                {"name":"task","element":"state","value":"7","label":"Closed","language":"en"},
                {"name":"task","element":"state","value":"1","label":"1 - New","language":"en"},
                {"name":"task","element":"approval","value":"not requested",
                 "label":"Not Yet Requested","language":"en"},
                {"name":"task","element":"approval","value":"approved","label":"Approved",
                 "language":"en"}])"),
                          4);
        });
        instance_.on(kIncidentList, [](const SeenRequest&) { return result(json::array(), 0); });
    }

    json ask(json request) {
        request.update({{"op", "query"}, {"table", "incident"}});
        return desk_.ask(request);
    }

    FakeInstance instance_;
    Desk desk_{instance_.url()};
};

TEST_F(Suggestions, AreNotMadeOutOfNothing) {
    const json reply = ask({{"query", "Zzz=1"}});
    EXPECT_EQ(kindOf(reply), "invalid_request");
    EXPECT_EQ(messageOf(reply).find("label"), std::string::npos) << reply;
    EXPECT_EQ(messageOf(ask({{"query", "zzz=1"}})).find("did you mean"), std::string::npos);
    EXPECT_TRUE(instance_.requestsTo(kIncidentList).empty());
}

TEST_F(Suggestions, NameTheFieldThatALabelStandsFor) {
    const std::vector<std::pair<json, std::string>> cases = {
        {{{"fields", {"Short description"}}}, "'short_description'"},
        {{{"fields", {"Kurzbeschreibung"}}}, "'short_description'"},
        {{{"query", "Short descriptionLIKEfire"}}, "'short_description'"},
        {{{"query", "state=1^ORDERBYDESCShort Description"}}, "'short_description'"},
        {{{"query", "short_descriptionLIKEx^ORCaller=abel"}}, "'caller_id'"},
        {{{"query", "caller=abel"}}, "did you mean 'caller_id'"},
        {{{"query", "kurzbeschreibungISEMPTY"}}, "did you mean 'short_description'"},
        {{{"query", "caller_id.department=IT"}}, "did you mean 'u_dept'"},
        {{{"filter", {{"all", {{{"field", "Short description"}, {"value", "x"}}}}}}},
         "'short_description'"}};
    for (const auto& [request, suggested] : cases) {
        const json reply = ask(request);
        EXPECT_NE(kindOf(reply), "ok") << request;
        EXPECT_NE(messageOf(reply).find(suggested), std::string::npos) << request << reply;
    }
    EXPECT_TRUE(instance_.requestsTo(kIncidentList).empty());
}

TEST_F(Suggestions, NameTheValueThatAChoicesLabelStandsFor) {
    for (const auto& [query, meant] : std::vector<std::pair<std::string, std::string>>{
             {"state=Closed", "\"Closed\" is the label of 7"},
             {"stateINclosed,1", "\"closed\" is the label of 7"},
             {"state!=New", "\"New\" is the label of 1"}}) {
        const json reply = ask({{"query", query}});
        EXPECT_EQ(kindOf(reply), "invalid_request") << query;
        EXPECT_NE(messageOf(reply).find(meant), std::string::npos) << reply;
    }
}

TEST_F(Suggestions, RemarkOnALabelThatATextFieldCouldHold) {
    const json reply = ask({{"query", "approval=Not Yet Requested"}});
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_NE(reply["notices"].dump().find("is the label of not requested"), std::string::npos);
    EXPECT_TRUE(ask({{"query", "approval=Approved"}})["notices"].empty());
    EXPECT_TRUE(ask({{"query", "approval=something else"}})["notices"].empty());
}

TEST_F(Suggestions, AreDoneWithoutWhereTheWordsAreForbidden) {
    for (const char* path : {"/api/now/table/sys_documentation", "/api/now/table/sys_choice"}) {
        instance_.on(path, [](const SeenRequest&) { return refusal(403, "User Not Authorized"); });
    }
    EXPECT_EQ(kindOf(ask({{"query", "state=Closed"}})), "invalid_request");
    EXPECT_NE(messageOf(ask({{"query", "caller=abel"}})).find("did you mean 'caller_id'"),
              std::string::npos);
    EXPECT_EQ(kindOf(ask({{"query", "approval=Not Yet Requested"}})), "ok");
}

}  // namespace
}  // namespace toolhost::servicenow
