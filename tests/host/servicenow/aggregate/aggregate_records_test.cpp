#include <gtest/gtest.h>

#include "desk.hpp"
#include "fake_instance.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::SeenRequest;

const char* const kStats = "/api/now/stats/incident";

json aggregate(const json& more) {
    json request = {{"op", "aggregate"}, {"table", "incident"}};
    request.update(more);
    return request;
}

TEST(AggregateRecords, RefusesFieldsThatAreNotThere) {
    FakeInstance instance;
    Desk desk(instance.url());
    const std::vector<json> cases = {{{"avg", {"priorty"}}},
                                     {{"group_by", {"caller_id.nme"}}},
                                     {{"having", "count^priorty^>^3"}},
                                     {{"order_by", "AVG^priorty^DESC"}},
                                     {{"query", "priorty=1"}}};
    for (const auto& more : cases)
        EXPECT_EQ(kindOf(desk.ask(aggregate(more))), "unknown_field") << more;
    EXPECT_TRUE(instance.requestsTo(kStats).empty());
}

TEST(AggregateRecords, RefusesAResultOfAnotherForm) {
    FakeInstance instance;
    instance.on(kStats, [](const SeenRequest&) { return result(json::array()); });
    Desk desk(instance.url());
    EXPECT_EQ(kindOf(desk.ask(aggregate(json::object()))), "protocol");
}

TEST(AggregateRecords, GivesCountAndStats) {
    FakeInstance instance;
    instance.on(kStats, [](const SeenRequest&) {
        return result({{"stats", {{"count", "67"}, {"avg", {{"priority", "3.2"}}}}}});
    });
    Desk desk(instance.url());
    const json reply = desk.ask(aggregate({{"avg", {"priority"}}, {"query", "state=1"}}));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["stats"], (json{{"count", 67}, {"avg", {{"priority", "3.2"}}}}));
    const SeenRequest seen = instance.requestsTo(kStats).at(0);
    EXPECT_EQ(seen.parameter("sysparm_query"), "state=1");
    EXPECT_EQ(seen.parameter("sysparm_count"), "true");
    EXPECT_EQ(seen.parameter("sysparm_avg_fields"), "priority");
}

TEST(AggregateRecords, GivesGroups) {
    FakeInstance instance;
    instance.on(kStats, [](const SeenRequest&) {
        return result(
            {{{"stats", {{"count", "2"}}},
              {"groupby_fields",
               {{{"field", "priority"}, {"value", "1"}, {"display_value", "1 - Critical"}}}}}});
    });
    Desk desk(instance.url());
    const json reply = desk.ask(aggregate({{"group_by", {"priority"}},
                                           {"having", "count^priority^>^1"},
                                           {"order_by", "COUNT^priority^DESC"}}));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["groups"],
              json::parse(R"([{"by":{"priority":{"value":"1","display_value":"1 - Critical"}},
                               "stats":{"count":2}}])"));
    const SeenRequest seen = instance.requestsTo(kStats).at(0);
    EXPECT_EQ(seen.parameter("sysparm_group_by"), "priority");
    EXPECT_EQ(seen.parameter("sysparm_having"), "count^priority^>^1");
    EXPECT_EQ(seen.parameter("sysparm_order_by"), "COUNT^priority^DESC");
}

}  // namespace
}  // namespace toolhost::servicenow
