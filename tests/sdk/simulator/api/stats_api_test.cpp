#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class StatsApi : public InstanceFixture {
protected:
    StatsApi() {
        for (const auto* impact : {"1", "1", "3"}) {
            create("incident",
                   {{"correlation_id", "stats"},
                    {"impact", impact},
                    {"urgency", "1"},
                    {"caller_id", impact[0] == '1' ? "Abel Tuter" : ""}});
        }
    }

    json stats(const std::string& parameters) {
        return result("/api/now/stats/incident?sysparm_query=correlation_id=stats&" + parameters);
    }
};

TEST_F(StatsApi, RefusesWhatIsNoTableOrNoGet) {
    EXPECT_EQ(complaint(get("/api/now/stats/nosuch")), "Invalid table nosuch | null");
    EXPECT_EQ(send("POST", "/api/now/stats/incident").status, 405);
    EXPECT_EQ(get("/api/now/stats/sys_audit").status, 403);
}

TEST_F(StatsApi, RefusesAHavingItCannotRead) {
    for (const auto* having :
         {"count^priority^>", "count^priority^;^3", "drop^priority^>^3", "avg^nosuch^>^1"}) {
        EXPECT_EQ(get("/api/now/stats/incident?sysparm_having=" + percentEncoded(having)).status,
                  400)
            << having;
    }
}

TEST_F(StatsApi, GivesEmptyStatsWhenNothingIsAskedFor) {
    EXPECT_EQ(stats(""), json::parse(R"({"stats":{}})"));
}

TEST_F(StatsApi, GivesFiguresAsTexts) {
    EXPECT_EQ(
        stats("sysparm_count=true&sysparm_avg_fields=priority,nosuch&sysparm_min_fields=priority&"
              "sysparm_max_fields=priority&sysparm_sum_fields=priority"),
        json::parse(
            R"({"stats":{"count":"3","avg":{"priority":"1.6667"},"min":{"priority":"1"},"max":{"priority":"3"},"sum":{"priority":"5"}}})"));
}

TEST_F(StatsApi, GroupsByPlainAndDottedFields) {
    EXPECT_EQ(
        stats("sysparm_count=true&sysparm_group_by=priority"),
        json::parse(R"([{"stats":{"count":"2"},"groupby_fields":[{"field":"priority","value":"1"}]},
                              {"stats":{"count":"1"},"groupby_fields":[{"field":"priority","value":"3"}]}])"));
    EXPECT_EQ(
        stats("sysparm_count=true&sysparm_group_by=caller_id.user_name,priority").at(1),
        json::parse(
            R"({"stats":{"count":"2"},"groupby_fields":[{"field":"caller_id.user_name","value":"abel.tuter"},{"field":"priority","value":"1"}]})"));
}

TEST_F(StatsApi, ShowsWhatUsersSee) {
    EXPECT_EQ(
        stats("sysparm_group_by=priority&sysparm_display_value=true").at(0).at("groupby_fields"),
        json::parse(R"([{"field":"priority","value":"1 - Critical"}])"));
    const auto groups = stats("sysparm_group_by=caller_id&sysparm_display_value=all");
    EXPECT_EQ(groups.at(1).at("groupby_fields").at(0).at("display_value"), "Abel Tuter");
}

TEST_F(StatsApi, KeepsAndOrdersGroups) {
    const auto kept = stats(
        "sysparm_count=true&sysparm_group_by=priority&sysparm_having=count%5Epriority%5E%3E%5E1");
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept.at(0).at("stats").at("count"), "2");
    const auto ordered = stats("sysparm_group_by=priority&sysparm_order_by=priority%5EDESC");
    EXPECT_EQ(ordered.at(0).at("groupby_fields").at(0).at("value"), "3");
    const auto by_count = stats("sysparm_group_by=priority&sysparm_order_by=COUNT%5Epriority");
    EXPECT_EQ(by_count.at(0).at("groupby_fields").at(0).at("value"), "3");
}

TEST_F(StatsApi, CountsRowsTheCallerCannotSee) {
    const auto mine = result("/api/now/stats/incident?sysparm_count=true", "joe.employee");
    EXPECT_EQ(mine.at("stats").at("count"), "43");
}

TEST_F(StatsApi, RefusesInWordsWhatOneStatementCannotAnswer) {
    auto settings = smallInstance();
    settings.properties["toolhost_sim.url.max_bytes"] = "1000000";
    restart(settings);
    std::string fields = "priority";
    std::string path = "parent";
    std::string references;
    for (int n = 0; n < 600; ++n) {
        fields += ",priority";
    }
    for (int n = 0; n < 70; ++n) {
        path += ".parent";
        references += path + ".number,";
    }
    const std::string stats = "/api/now/stats/incident?sysparm_count=true&sysparm_";
    for (const auto* name : {"avg_fields=", "group_by=", "order_by="}) {
        EXPECT_NE(complaint(get(stats + name + fields)).find("more than 500 terms"),
                  std::string::npos)
            << name;
    }
    EXPECT_NE(complaint(get(stats + "group_by=" + references)).find("more than 60 references"),
              std::string::npos);
}

}  // namespace
}  // namespace toolhost::sim
