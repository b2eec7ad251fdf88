#include "simulator/seed/seed.hpp"

#include <set>

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class Seed : public InstanceFixture {
protected:
    void startWith(std::uint64_t seed, long long incidents) {
        auto settings = smallInstance();
        settings.seed = seed;
        settings.incidents = incidents;
        restart(settings);
    }
    json everyTask() {
        return rows("task",
                    "ORDERBYnumber",
                    "&sysparm_display_value=true&sysparm_exclude_reference_link=true");
    }
};

TEST_F(Seed, IsTheSameForTheSameSettings) {
    startWith(7, 30);
    const auto first = everyTask();
    startWith(7, 30);
    EXPECT_EQ(everyTask(), first);
    startWith(8, 30);
    EXPECT_NE(everyTask(), first);
}

TEST_F(Seed, IsLargeEnoughByDefault) {
    auto settings = smallInstance();
    settings.incidents = InstanceSettings{}.incidents;
    restart(settings);
    EXPECT_EQ(count("incident", ""), 600);
    EXPECT_GE(count("sys_user", ""), 60);
    EXPECT_EQ(count("change_request", ""), 80);
    EXPECT_EQ(count("problem", ""), 60);
    EXPECT_EQ(count("kb_knowledge", ""), 60);
    EXPECT_GE(count("cmdb_ci", ""), 200);
    EXPECT_GT(count("incident", "state=1"), 3);
    EXPECT_GT(count("incident", "active=true"), 40);
    EXPECT_GT(count("sys_journal_field", "element=work_notes"), 200);
}

TEST_F(Seed, LeavesNoPlaceholderAndNoFutureDate) {
    EXPECT_EQ(count("task", "short_descriptionLIKE{^ORdescriptionLIKE{^ORclose_notesLIKE{"), 0);
    EXPECT_EQ(count("sys_journal_field", "valueLIKE{"), 0);
    EXPECT_EQ(
        count("task", "sys_created_on>2026-06-30 17:00:00^NQsys_updated_on>2026-06-30 17:00:00"),
        0);
    EXPECT_EQ(count("incident", "sys_updated_onLT_FIELDsys_created_on"), 0);
}

TEST_F(Seed, KeepsTheRulesOfTheInstance) {
    startWith(1, 300);
    EXPECT_EQ(count("incident", "stateIN6,7^close_codeISEMPTY"), 0);
    EXPECT_EQ(count("incident", "stateIN7,8^active=true"), 0);
    EXPECT_EQ(count("incident", "stateNOT IN7,8^active=false"), 0);
    EXPECT_EQ(count("incident", "stateNSAMEASincident_state"), 0);
    EXPECT_EQ(count("incident", "caller_idISEMPTY"), 0);
    EXPECT_EQ(count("incident", "cmdb_ci.nameISEMPTY"), 0);
    EXPECT_EQ(count("change_request", "assignment_group.nameISEMPTY"), 0);
}

}  // namespace
}  // namespace toolhost::sim
