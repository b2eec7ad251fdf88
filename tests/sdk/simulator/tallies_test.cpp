#include "simulator/tallies.hpp"

#include <gtest/gtest.h>

#include "simulator/embedded.hpp"
#include "simulator/url.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

TEST(CountOfTally, IsAbsentWhereTheTallyCannotTell) {
    const auto schema = Schema::parse(embedded::kSchema);
    const auto tells = [&](const char* table, const std::vector<std::string>& columns) {
        return countOfTally(schema, schema.table(table), columns, "1").has_value();
    };
    EXPECT_TRUE(tells("incident", {}));
    EXPECT_TRUE(tells("task", {"state", "active", "priority", "category", "sys_class_name"}));
    EXPECT_FALSE(tells("incident", {"state", "number"}));
    EXPECT_FALSE(tells("sys_user_grmember", {}));
    EXPECT_FALSE(tells("cmdb_ci", {"install_status"}));
}

class Tallies : public InstanceFixture {
protected:
    std::string total(const std::string& table, const std::string& query) {
        return header(get("/api/now/table/" + table +
                              "?sysparm_limit=1&sysparm_query=" + percentEncoded(query),
                          "admin"),
                      "X-Total-Count");
    }

    /// Totals are what the statistics count row by row, for filters that are tallied and for some
    /// that are not.
    void expectTrueTotals() {
        for (const auto* query : {"state=7",
                                  "state!=7",
                                  "active=true",
                                  "active!=true^ORstateIN1,2",
                                  "priority<=2^active=TRUE^ORDERBYnumber",
                                  "stateISEMPTY",
                                  "stateBETWEEN2@6",
                                  "priority=1^NQstate=8",
                                  "sys_class_name=incident^state>2",
                                  "stateSAMEASpriority",
                                  "parent.state=7",
                                  "123TEXTQUERY321=vpn",
                                  "RLQUERYtask.parent,>=1^ENDRLQUERY",
                                  "number=INC0000001",
                                  ""}) {
            for (const auto* table : {"incident", "task", "change_request"}) {
                EXPECT_EQ(total(table, query), std::to_string(count(table, query)))
                    << table << ' ' << query;
            }
        }
    }
};

TEST_F(Tallies, CountTheRowsThatWereThereFirst) {
    expectTrueTotals();
    EXPECT_GT(count("incident", "state=7"), 0);
}

TEST_F(Tallies, FollowEveryWrite) {
    const auto closed = std::stoll(total("incident", "state=7"));
    const auto all = std::stoll(total("task", ""));
    const auto record =
        create("incident", {{"short_description", "x"}, {"impact", "1"}, {"urgency", "1"}});
    EXPECT_EQ(total("task", ""), std::to_string(all + 1));
    expectTrueTotals();
    EXPECT_EQ(
        patch("incident",
              record,
              {{"state", "7"}, {"close_code", "Solved (Permanently)"}, {"close_notes", "done"}})
            .status,
        200);
    EXPECT_EQ(total("incident", "state=7"), std::to_string(closed + 1));
    expectTrueTotals();
    const auto id = record.at("sys_id").get<std::string>();
    EXPECT_EQ(send("DELETE", "/api/now/table/incident/" + id, "admin").status, 204);
    EXPECT_EQ(total("incident", "state=7"), std::to_string(closed));
    EXPECT_EQ(total("task", ""), std::to_string(all));
    expectTrueTotals();
}

}  // namespace
}  // namespace toolhost::sim
