#include <algorithm>
#include <atomic>

#include <gtest/gtest.h>

#include "desk.hpp"
#include "fake_instance.hpp"
#include "paging_table.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::answer;
using tests::SeenRequest;

json query(const json& more = json::object()) {
    json request = {{"op", "query"}, {"table", "incident"}};
    request.update(more);
    return request;
}

/// Rows 0 … total-1, some of them hidden from the user.
FakeInstance::Handler rows(
    int total, const std::function<bool(int)>& isHidden = [](int) { return false; }) {
    const auto table = std::make_shared<PagingTable>();
    for (int i = 0; i < total; ++i) {
        table->put(PagingTable::id(i), {{"number", std::to_string(i)}});
        if (isHidden(i)) table->hide(PagingTable::id(i));
    }
    return [table, handler = table->handler()](const SeenRequest& seen) { return handler(seen); };
}

TEST(QueryRecords, RefusesAFieldThatServiceNowWouldIgnore) {
    FakeInstance instance;
    Desk desk(instance.url());
    const std::vector<std::pair<json, const char*>> cases = {
        {{{"query", "priorty=1"}}, "did you mean 'priority'"},
        {{{"query", "active_user=1"}}, "active_user"},
        {{{"query", "priority=1^ORpriorty=2"}}, "priorty"},
        {{{"query", "ORDERBYpriorty"}}, "priorty"},
        {{{"query", "prioritySAMEASimpct"}}, "impct"},
        {{{"query", "caller_id.nme=Beth"}}, "\"sys_user\" has no field \"nme\""},
        {{{"query", "caller_id.manager.manager.nme=Beth"}}, "nme"},
        {{{"query", "priority.name=1"}}, "no reference"},
        {{{"query", "sys_id.name=1"}}, "no reference"},
        {{{"fields", {"number", "caller_id.emial"}}}, "did you mean 'email'"}};
    for (const auto& [more, says] : cases) {
        const json reply = desk.ask(query(more));
        EXPECT_EQ(kindOf(reply), "unknown_field") << more;
        EXPECT_NE(messageOf(reply).find(says), std::string::npos) << messageOf(reply);
    }
    EXPECT_TRUE(instance.requestsTo(kIncidents).empty());
}

TEST(QueryRecords, RefusesWhatATypeDoesNotFit) {
    FakeInstance instance;
    Desk desk(instance.url());
    const std::vector<std::pair<const char*, const char*>> cases = {
        {"priorityLIKE1", "is a number, for which LIKE"},
        {"priority=high", "\"high\", which is not a number"},
        {"priorityIN1,two", "\"two\""},
        {"priorityBETWEEN1@x", "\"x\""},
        {"sys_created_onLIKE2026", "is a date, for which LIKE"},
        {"sys_created_on>2026-01-31T10:00:00Z", "2026-01-31 10:00:00"},
        {"sys_created_onONx@today@2026-01-01", "\"today\""},
        {"numberRELATIVEGT@day@ago@7", "is a text, for which RELATIVEGT"},
        {"caller_id>x", "is a reference, for which >"},
        {"caller_id.name>=B^caller_id.managerONx@2026-01-01@2026-01-02", "is a reference"},
        {"priorityGT_FIELDsys_created_on", "compares a number with"},
        {"numberDYNAMICx^priorityIN_HIERARCHYx", "priorityIN_HIERARCHYx"}};
    for (const auto& [text, says] : cases) {
        const json reply = desk.ask(query({{"query", text}}));
        EXPECT_EQ(kindOf(reply), "invalid_request") << text;
        EXPECT_NE(messageOf(reply).find(says), std::string::npos) << messageOf(reply);
    }
    EXPECT_TRUE(instance.requestsTo(kIncidents).empty());
}

TEST(QueryRecords, RefusesScriptsThatAreNotAllowed) {
    FakeInstance instance;
    instance.on(kIncidents, rows(1));
    const json request = query({{"query", "sys_created_on>javascript:gs.daysAgoStart(7)"}});
    Desk strict(instance.url());
    const json reply = strict.ask(request);
    EXPECT_EQ(kindOf(reply), "invalid_request");
    EXPECT_NE(messageOf(reply).find("relative_after"), std::string::npos);
    Settings settings{{{"dev", jwtInstance(instance.url())}}, ""};
    settings.instances["dev"].query_functions = {"gs.daysAgoStart"};
    Desk lenient(settings);
    EXPECT_EQ(kindOf(lenient.ask(request)), "ok");
}

TEST(QueryRecords, CompilesAFilterBesideTheQuery) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) { return result(json::array(), 0); });
    Desk desk(instance.url());
    const json reply = desk.ask(query(
        {{"query", "ORDERBYDESCpriority"},
         {"filter",
          {{"all",
            {{{"field", "priority"}, {"operator", "<="}, {"value", 2}},
             {{"any",
               {{{"field", "state"}, {"value", 1}}, {{"field", "state"}, {"value", 2}}}}}}}}}}));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["effective_query"],
              "priority<=2^state=1^ORstate=2^ORDERBYDESCpriority^ORDERBYsys_id");
    for (const json& filter : {json("priority=1"), json::array(), json::object()})
        EXPECT_EQ(kindOf(desk.ask(query({{"filter", filter}}))), "invalid_request") << filter;
}

TEST(QueryRecords, RemarksThatANameIsNoReference) {
    FakeInstance instance;
    instance.on(kIncidents, rows(1));
    Desk desk(instance.url());
    instance.on(kIncidents, [](const SeenRequest&) { return result(json::array(), 0); });
    const json reply = desk.ask(query({{"query", "caller_id=Abel Tuter"}}));
    EXPECT_NE(reply["notices"].dump().find("caller_id.name"), std::string::npos) << reply;
}

TEST(QueryRecords, ChecksRelatedListsAgainstTheirOwnTable) {
    FakeInstance instance;
    Desk desk(instance.url());
    const json reply =
        desk.ask(query({{"query", "RLQUERYsys_user.manager,>=1^nmae=x^ENDRLQUERY"}}));
    EXPECT_EQ(kindOf(reply), "unknown_field");
    EXPECT_NE(messageOf(reply).find("did you mean 'name'"), std::string::npos) << reply;
}

TEST(QueryRecords, PassesOnServiceNowsOwnWords) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) {
        return refusal(403,
                       "Insufficient rights to query records",
                       "Field(s) present in the query do not have permission to be read");
    });
    Desk desk(instance.url());
    const json reply = desk.ask(query());
    EXPECT_EQ(kindOf(reply), "forbidden");
    EXPECT_NE(messageOf(reply).find("Insufficient rights to query records"), std::string::npos);
    EXPECT_EQ(reply["error"]["detail"],
              "Field(s) present in the query do not have permission to be read");
    EXPECT_EQ(reply["error"]["status"], 403);
}

TEST(QueryRecords, GoesOnWithANoticeWhenTheDictionaryIsForbidden) {
    FakeInstance instance;
    instance.on("/api/now/table/sys_dictionary", [](const SeenRequest&) {
        return refusal(403, "User Not Authorized", "Failed API level ACL Validation");
    });
    instance.on(kIncidents, rows(1));
    Desk desk(instance.url());
    const json reply = desk.ask(query({{"query", "u_custom=1"}}));
    EXPECT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_NE(reply["notices"].dump().find("could not be checked"), std::string::npos);
    EXPECT_NE(reply["notices"].dump().find("User Not Authorized"), std::string::npos);
}

TEST(QueryRecords, FailsWhenTheDictionaryIsMerelyAway) {
    FakeInstance instance;
    instance.on("/api/now/table/sys_dictionary",
                [](const SeenRequest&) { return refusal(503, "busy"); });
    Desk desk(instance.url());
    EXPECT_EQ(kindOf(desk.ask(query())), "unavailable");
    EXPECT_TRUE(instance.requestsTo(kIncidents).empty());
}

TEST(QueryRecords, AsksInAStableOrderForTheUsualFields) {
    FakeInstance instance;
    instance.on(kIncidents, rows(1));
    Desk desk(instance.url());
    const json reply =
        desk.ask(query({{"query", "priority=1^ORpriority=2"}, {"text_search", "disk"}}));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    const SeenRequest seen = instance.requestsTo(kIncidents).at(0);
    EXPECT_EQ(seen.parameter("sysparm_query"),
              "123TEXTQUERY321=disk^priority=1^ORpriority=2^ORDERBYsys_id");
    EXPECT_EQ(seen.parameter("sysparm_fields"),
              "sys_id,number,short_description,state,priority,assigned_to,sys_created_on");
    EXPECT_EQ(seen.parameter("sysparm_display_value"), "true");
    EXPECT_EQ(seen.parameter("sysparm_exclude_reference_link"), "true");
    EXPECT_EQ(seen.parameter("sysparm_limit"), "21");
    EXPECT_EQ(reply["effective_query"], seen.parameter("sysparm_query"));
    EXPECT_EQ(reply["transaction_id"], "abc123def456");
}

TEST(QueryRecords, AsksForTheFieldsAndValuesThatAreWanted) {
    FakeInstance instance;
    instance.on(kIncidents, rows(1));
    Desk desk(instance.url());
    desk.ask(query({{"fields", {"number", "caller_id.manager.name"}}, {"display", "both"}}));
    const SeenRequest seen = instance.requestsTo(kIncidents).at(0);
    EXPECT_EQ(seen.parameter("sysparm_fields"), "sys_id,number,caller_id.manager.name");
    EXPECT_EQ(seen.parameter("sysparm_display_value"), "all");
}

TEST(QueryRecords, ChecksTheDictionaryOnce) {
    FakeInstance instance;
    instance.on(kIncidents, rows(1));
    Desk desk(instance.url());
    for (int i = 0; i < 3; ++i)
        desk.ask(query());
    EXPECT_EQ(instance.requestsTo("/api/now/table/sys_dictionary").size(), 1U);
}

struct Paged {
    const char* what;
    int total;
    json request;
    std::function<bool(int)> isHidden;
    std::vector<int> expected;
    bool has_more;
    json expected_total;
};

std::vector<int> range(int from, int to) {
    std::vector<int> numbers;
    for (int i = from; i < to; ++i)
        numbers.push_back(i);
    return numbers;
}

TEST(QueryRecords, TellsTruthfullyWhatIsThere) {
    const auto nothing = [](int) { return false; };
    const auto odd = [](int i) { return i % 2 == 1; };
    const auto after_9 = [](int i) { return i > 9; };
    const std::vector<Paged> cases = {
        {"none", 0, {}, nothing, {}, false, 0},
        {"fewer than wanted", 5, {}, nothing, range(0, 5), false, 5},
        {"as many as wanted", 20, {}, nothing, range(0, 20), false, 20},
        {"one more than wanted", 21, {}, nothing, range(0, 20), true, 21},
        {"an offset", 25, {{"offset", 20}}, nothing, range(20, 25), false, 25},
        {"an offset past the end", 5, {{"offset", 7}}, nothing, {}, false, 5},
        {"a page's worth", 250, {{"limit", 100}}, nothing, range(0, 100), true, 250},
        {"exactly a page", 100, {{"limit", 100}}, nothing, range(0, 100), false, 100},
        {"several pages", 250, {{"limit", 220}}, nothing, range(0, 220), true, 250},
        {"all of several pages", 250, {{"limit", 300}}, nothing, range(0, 250), false, 250},
        {"hidden rows between",
         20,
         {{"limit", 10}},
         odd,
         {0, 2, 4, 6, 8, 10, 12, 14, 16, 18},
         false,
         10},
        {"hidden rows and more", 60, {{"limit", 3}}, odd, {0, 2, 4}, true, json()},
        {"only hidden rows follow", 300, {{"limit", 10}}, after_9, range(0, 10), false, 10},
        {"all hidden", 30, {}, [](int) { return true; }, {}, false, 0}};
    for (const auto& paged : cases) {
        FakeInstance instance;
        instance.on(kIncidents, rows(paged.total, paged.isHidden));
        Desk desk(instance.url());
        const json reply =
            desk.ask(query(paged.request.is_null() ? json::object() : paged.request));
        ASSERT_EQ(kindOf(reply), "ok") << paged.what << reply;
        std::vector<int> numbers;
        for (const auto& record : reply["records"])
            numbers.push_back(std::stoi(record["number"].get<std::string>()));
        EXPECT_EQ(numbers, paged.expected) << paged.what;
        EXPECT_EQ(reply["returned"], paged.expected.size()) << paged.what;
        EXPECT_EQ(reply["has_more"], paged.has_more) << paged.what;
        EXPECT_EQ(reply["total"], paged.expected_total) << paged.what;
        EXPECT_EQ(reply.contains("next_cursor"), paged.has_more) << paged.what;
    }
}

TEST(QueryRecords, AsksForNoPageLargerThanAThousand) {
    FakeInstance instance;
    instance.on(kIncidents, rows(5'000));
    Desk desk(instance.url());
    desk.ask(query({{"limit", 2'500}}));
    for (const auto& seen : instance.requestsTo(kIncidents))
        EXPECT_LE(std::stoi(seen.parameter("sysparm_limit")), 1'000);
    EXPECT_EQ(instance.requestsTo(kIncidents).size(), 3U);
}

TEST(QueryRecords, StopsSearchingThroughHiddenRows) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) { return result(json::array(), 20'000); });
    Desk desk(instance.url());
    const json reply = desk.ask(query());
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["has_more"], true);
    EXPECT_EQ(reply["total"], json());
    EXPECT_LE(instance.requestsTo(kIncidents).size(), 12U);
    EXPECT_NE(reply["notices"].dump().find("next_cursor"), std::string::npos);
    EXPECT_TRUE(reply.contains("next_cursor")) << reply;
}

TEST(QueryRecords, ManagesWithoutATotal) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest& seen) {
        const int offset = std::stoi(seen.parameter("sysparm_offset"));
        const bool is_first = seen.parameter("sysparm_query").find("sys_id>") == std::string::npos;
        return offset == 0 && is_first
                   ? result(json::array({{{"number", "1"}, {"sys_id", PagingTable::id(1)}}}))
                   : result(json::array());
    });
    Desk desk(instance.url());
    const json reply = desk.ask(query());
    EXPECT_EQ(reply["returned"], 1);
    EXPECT_EQ(reply["has_more"], false);
    EXPECT_EQ(reply["total"], 1);
}

TEST(QueryRecords, NoticesFieldsTheUserMayNotRead) {
    FakeInstance instance;
    instance.on(kIncidents, rows(2));
    Desk desk(instance.url());
    const json reply = desk.ask(query({{"fields", {"number", "category"}}}));
    EXPECT_NE(reply["notices"].dump().find("category"), std::string::npos);
    EXPECT_EQ(reply["notices"].dump().find("number"), std::string::npos);
}

TEST(QueryRecords, WaitsOnceAsLongAsTheInstanceSays) {
    FakeInstance instance;
    std::atomic<int> asked{0};
    instance.on(kIncidents, [&](const SeenRequest& seen) -> std::optional<tests::Answer> {
        if (asked++ > 0) return rows(1)(seen);
        return answer(429, R"({"error":{"message":"Rate limit exceeded"}})", "Retry-After: 0\r\n");
    });
    Desk desk(instance.url());
    EXPECT_EQ(kindOf(desk.ask(query())), "ok");
    EXPECT_EQ(asked, 2);
}

TEST(QueryRecords, DoesNotWaitTwiceNorPastTheDeadline) {
    for (const auto& [after, expected] : {std::pair("0", 2), std::pair("3600", 1)}) {
        FakeInstance instance;
        std::atomic<int> asked{0};
        instance.on(kIncidents, [&, seconds = after](const SeenRequest&) {
            ++asked;
            return answer(429,
                          R"({"error":{"message":"Rate limit exceeded","detail":"5 an hour"}})",
                          std::string("Retry-After: ") + seconds + "\r\n");
        });
        Desk desk(instance.url());
        const json reply = desk.ask(query());
        EXPECT_EQ(kindOf(reply), "rate_limited");
        EXPECT_EQ(reply["error"]["detail"], "5 an hour");
        EXPECT_EQ(asked, expected) << after;
    }
}

TEST(QueryRecords, RefusesAResultThatIsNoList) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) { return result({{"number", "1"}}, 1); });
    Desk desk(instance.url());
    EXPECT_EQ(kindOf(desk.ask(query())), "protocol");
}

TEST(QueryRecords, RefusesAQueryTooLongForAUrl) {
    FakeInstance instance;
    Desk desk(instance.url());
    const json reply = desk.ask(query({{"query", "numberIN" + std::string(9'000, 'x')}}));
    EXPECT_EQ(kindOf(reply), "invalid_request");
    EXPECT_NE(messageOf(reply).find("too long"), std::string::npos);
}

}  // namespace
}  // namespace toolhost::servicenow
