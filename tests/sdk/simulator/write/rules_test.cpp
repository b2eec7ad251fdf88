#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class Rules : public InstanceFixture {
protected:
    json after(const Reply& reply) {
        EXPECT_EQ(reply.status, 200) << reply.body;
        return bodyOf(reply).at("result");
    }
    static std::string idOf(const json& reference) { return reference.value("value", ""); }
};

TEST_F(Rules, WantAResolutionBeforeAnIncidentIsResolved) {
    const auto incident = create("incident", {{"short_description", "a"}});
    const auto reply = patch("incident", incident, {{"state", "6"}});
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(complaint(reply),
              "Operation Failed | Data Policy Exception: Resolution code is mandatory, Resolution "
              "notes is mandatory");
    EXPECT_EQ(complaint(patch("incident", incident, {{"state", "7"}, {"close_code", "Duplicate"}})),
              "Operation Failed | Data Policy Exception: Resolution notes is mandatory");
    EXPECT_EQ(
        rows("incident", "sys_id=" + incident.at("sys_id").get<std::string>()).at(0).at("state"),
        "1");
    EXPECT_EQ(send("POST", "/api/now/table/incident", "beth.anglin", R"({"state":"6"})").status,
              403);
}

TEST_F(Rules, LookPriorityUpWhateverIsWritten) {
    const char* const cases[][3] = {{"1", "1", "1"},
                                    {"1", "2", "2"},
                                    {"2", "1", "2"},
                                    {"1", "3", "3"},
                                    {"2", "2", "3"},
                                    {"3", "1", "3"},
                                    {"2", "3", "4"},
                                    {"3", "2", "4"},
                                    {"3", "3", "5"}};
    for (const auto& [impact, urgency, priority] : cases) {
        EXPECT_EQ(create("incident", {{"impact", impact}, {"urgency", urgency}, {"priority", "1"}})
                      .at("priority"),
                  priority)
            << impact << urgency;
    }
    EXPECT_EQ(create("incident", {{"priority", "3"}}).at("priority"), "5");
    EXPECT_EQ(create("change_request", {{"priority", "2"}}).at("priority"), "2")
        << "changes have no lookup";
}

TEST_F(Rules, OpenATaskAsTheCaller) {
    const auto problem = create("problem", {{"short_description", "a"}}, "don.goodliffe");
    EXPECT_EQ(problem.at("number"), "PRB0010001");
    EXPECT_EQ(problem.at("state"), "101");
    EXPECT_EQ(problem.at("problem_state"), "101");
    EXPECT_EQ(problem.at("opened_at"), "2026-07-01 00:00:00");
    EXPECT_EQ(idOf(problem.at("opened_by")),
              rows("sys_user", "user_name=don.goodliffe").at(0).at("sys_id"));
    EXPECT_EQ(create("change_request", json::object()).at("state"), "-5");
}

TEST_F(Rules, KeepStateAndIncidentStateAlike) {
    EXPECT_EQ(create("incident", {{"incident_state", "2"}}).at("state"), "2");
    const auto incident = create("incident", {{"state", "2"}});
    EXPECT_EQ(incident.at("incident_state"), "2");
    EXPECT_EQ(after(patch("incident", incident, {{"incident_state", "3"}})).at("state"), "3");
}

TEST_F(Rules, ResolveCloseAndReopen) {
    const auto incident = create("incident", {{"short_description", "a"}});
    now_ += std::chrono::hours(1);
    const auto resolved =
        after(patch("incident",
                    incident,
                    {{"state", "6"}, {"close_code", "Duplicate"}, {"close_notes", "n"}},
                    "fred.luddy"));
    EXPECT_EQ(resolved.at("resolved_at"), "2026-07-01 01:00:00");
    EXPECT_EQ(idOf(resolved.at("resolved_by")),
              rows("sys_user", "user_name=fred.luddy").at(0).at("sys_id"));
    EXPECT_EQ(resolved.at("active"), "true");
    const auto reopened = after(patch("incident", incident, {{"state", "2"}}));
    EXPECT_EQ(reopened.at("reopen_count"), "1");
    EXPECT_EQ(reopened.at("resolved_at"), "");
    now_ += std::chrono::hours(1);
    const auto closed = after(patch("incident", incident, {{"state", "7"}}));
    EXPECT_EQ(closed.at("active"), "false");
    EXPECT_EQ(closed.at("closed_at"), "2026-07-01 02:00:00");
    EXPECT_EQ(closed.at("resolved_at"), "2026-07-01 02:00:00");
    EXPECT_EQ(
        after(patch("incident", create("incident", json::object()), {{"state", "8"}})).at("active"),
        "false");
}

TEST_F(Rules, EndAHoldWhenTheCallerComments) {
    const auto incident =
        create("incident", {{"caller_id", "Joe Employee"}, {"state", "3"}, {"hold_reason", "1"}});
    EXPECT_EQ(after(patch("incident", incident, {{"comments", "any news?"}})).at("state"), "3");
    EXPECT_EQ(after(patch("incident", incident, {{"comments", "here you are"}}, "joe.employee"))
                  .at("state"),
              "2");
}

TEST_F(Rules, KeepJournalsApartFromTheRecord) {
    const auto incident = create("incident", {{"work_notes", "first"}});
    EXPECT_EQ(incident.at("work_notes"), "");
    now_ += std::chrono::minutes(5);
    const auto changed = after(patch(
        "incident", incident, {{"work_notes", "second"}, {"comments", "hello"}}, "fred.luddy"));
    EXPECT_EQ(changed.at("sys_mod_count"), "1");
    const auto shown =
        result("/api/now/table/incident/" + incident.at("sys_id").get<std::string>() +
               "?sysparm_display_value=true");
    EXPECT_EQ(shown.at("work_notes"),
              "2026-07-01 00:05:00 - Fred Luddy (Work notes)\nsecond\n\n2026-07-01 00:00:00 - Beth "
              "Anglin (Work notes)\nfirst\n\n");
    EXPECT_EQ(shown.at("comments"),
              "2026-07-01 00:05:00 - Fred Luddy (Additional comments)\nhello\n\n");
    EXPECT_EQ(count("sys_journal_field",
                    "element=work_notes^element_id=" + incident.at("sys_id").get<std::string>()),
              2);
}

TEST_F(Rules, AuditEveryChangedField) {
    const auto incident = create("incident", {{"short_description", "old"}});
    after(patch("incident", incident, {{"short_description", "new"}}));
    const auto audit = rows("sys_audit", "documentkey=" + incident.at("sys_id").get<std::string>());
    ASSERT_EQ(audit.size(), 1U);
    EXPECT_EQ(audit.at(0).at("fieldname"), "short_description");
    EXPECT_EQ(audit.at(0).at("oldvalue"), "old");
    EXPECT_EQ(audit.at(0).at("newvalue"), "new");
    EXPECT_EQ(audit.at(0).at("user"), "beth.anglin");
}

TEST_F(Rules, RefuseASecondUserOfTheSameName) {
    const auto reply =
        send("POST", "/api/now/table/sys_user", "admin", R"({"user_name":"beth.anglin"})");
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(complaint(reply).substr(0, 35), "Operation Failed | Error during ins");
}

}  // namespace
}  // namespace toolhost::sim
