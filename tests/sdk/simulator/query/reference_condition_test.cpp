#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class ReferenceCondition : public InstanceFixture {
protected:
    static std::string idOf(const json& record) { return record.at("sys_id").get<std::string>(); }

    /// How many rows of the incident table match for beth.anglin.
    std::size_t matching(const std::string& query, const std::string& table = "incident") {
        return result("/api/now/table/" + table + "?sysparm_query=" + percentEncoded(query)).size();
    }
};

TEST_F(ReferenceCondition, IgnoresUnknownFiltersAndFlatTables) {
    const auto all = matching("");
    EXPECT_EQ(matching("assigned_toDYNAMICffffffffffffffffffffffffffffffff"), all);
    EXPECT_EQ(matching("short_descriptionDYNAMIC90d1921e5f510100a9ad2572f2b477fe"), all);
    EXPECT_EQ(matching("assigned_toIN_HIERARCHY"), all);
    EXPECT_EQ(matching("caller_idIN_HIERARCHYx"), all) << "users have no parent";
}

TEST_F(ReferenceCondition, KnowsMeAndMyGroups) {
    create("incident",
           {{"correlation_id", "x"},
            {"assigned_to", "Beth Anglin"},
            {"assignment_group", "Database"}});
    create("incident",
           {{"correlation_id", "x"},
            {"assigned_to", "David Loo"},
            {"assignment_group", "Service Desk"}});
    EXPECT_EQ(matching("correlation_id=x^assigned_toDYNAMIC90d1921e5f510100a9ad2572f2b477fe"), 1U);
    EXPECT_EQ(matching("correlation_id=x^assignment_groupDYNAMICd6435e965f510100a9ad2572f2b477fe"),
              1U);
}

TEST_F(ReferenceCondition, FollowsParentsDown) {
    const auto top = create("cmn_location", {{"name", "Earth"}});
    const auto middle = create("cmn_location", {{"name", "Europe"}, {"parent", idOf(top)}});
    const auto leaf = create("cmn_location", {{"name", "Nantes"}, {"parent", idOf(middle)}});
    const auto other = create("cmn_location", {{"name", "Moon"}});
    for (const auto& place : {top, leaf, other})
        create("incident", {{"correlation_id", "h"}, {"location", idOf(place)}});
    const auto below = [&](const std::string& ids) {
        return matching("correlation_id=h^locationIN_HIERARCHY" + ids);
    };
    EXPECT_EQ(below(idOf(top)), 2U);
    EXPECT_EQ(below(idOf(middle)), 1U);
    EXPECT_EQ(below(idOf(middle) + "%40" + idOf(other)), 2U);
    EXPECT_EQ(below("nosuch"), 0U);
}

TEST_F(ReferenceCondition, CountsRelatedRows) {
    const auto change = create("change_request", {{"correlation_id", "r"}});
    create("change_request", {{"correlation_id", "r"}});
    for (const auto* state : {"1", "2", "3"})
        create("change_task", {{"change_request", idOf(change)}, {"state", state}});
    const auto changes = [&](const std::string& related) {
        return matching("correlation_id=r^" + related, "change_request");
    };
    const std::string tasks = "RLQUERYchange_task.change_request,";
    EXPECT_EQ(changes(tasks + ">=3^ENDRLQUERY"), 1U);
    EXPECT_EQ(changes(tasks + ">=1,m2m^state=2^ENDRLQUERY"), 1U);
    EXPECT_EQ(changes(tasks + ">1^stateIN1,2^ENDRLQUERY^short_descriptionISEMPTY"), 1U);
    EXPECT_EQ(changes(tasks + ">3^ENDRLQUERY"), 0U);
    EXPECT_EQ(changes(tasks + "=0^ENDRLQUERY"), 1U);
    EXPECT_EQ(changes(tasks + ">=1^state=7^ORassigned_to.name=x^ENDRLQUERY"), 0U);
    EXPECT_EQ(changes("RLQUERYnosuch.change_request,>=1^ENDRLQUERY"), 2U) << "not valid: ignored";
    EXPECT_EQ(changes("RLQUERYchange_task.short_description,>=1^ENDRLQUERY"), 2U);
    EXPECT_EQ(changes("RLQUERYchange_task.change_request,many^ENDRLQUERY"), 2U);
}

}  // namespace
}  // namespace toolhost::sim
