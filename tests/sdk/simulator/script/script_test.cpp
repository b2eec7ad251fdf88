#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

/// Scripts as queries call them, seen through what a query matches.
class Script : public InstanceFixture {
protected:
    Script() {
        create("incident",
               {{"correlation_id", "mine"},
                {"short_description", "2026-06-24 00:00:00"},
                {"assigned_to", "Beth Anglin"},
                {"assignment_group", "Service Desk"}});
    }

    /// Whether `short_description=javascript:...` finds the incident when that stands in it.
    bool gives(const std::string& script, const std::string& expected) {
        const auto row = rows("incident", "correlation_id=mine").at(0);
        patch("incident", row, {{"short_description", expected}});
        return matches("short_description=javascript:" + script);
    }

    bool matches(const std::string& term) {
        const auto reply = get(target(term));
        EXPECT_EQ(reply.status, 200) << term << reply.body;
        return bodyOf(reply).at("result").size() == 1;
    }

    static std::string target(const std::string& term) {
        return "/api/now/table/incident?sysparm_query=" +
               percentEncoded("correlation_id=mine^" + term);
    }
};

TEST_F(Script, RefusesWhatItDoesNotKnow) {
    for (const auto* script : {"",
                               "gs",
                               "gs.daysAgo",
                               "gs.daysAgo(",
                               "gs.daysAgo()",
                               "gs.daysAgo('x')",
                               "gs.beginningOfSchedulePeriod()",
                               "gs.log('x')",
                               "current.update()",
                               "var a = 1",
                               "1; 2",
                               "'open",
                               "99999999999999999999",
                               "((((((((((((((((((((1))))))))))))))))))))",
                               "gs.getUserID() || 1"}) {
        const auto reply = get(target(std::string("short_description=javascript:") + script));
        EXPECT_EQ(reply.status, 400) << script;
        EXPECT_NE(complaint(reply).find("Not simulated: the script"), std::string::npos) << script;
    }
}

TEST_F(Script, EvaluatesTheDocumentedFunctions) {
    now_ = parseTimestamp("2026-07-01 10:20:30").value();  // a Wednesday
    const std::pair<const char*, const char*> cases[] = {
        {"gs.now()", "2026-07-01"},
        {"gs.nowDateTime()", "2026-07-01 10:20:30"},
        {"gs.yesterday()", "2026-06-30 10:20:30"},
        {"gs.minutesAgo(5)", "2026-07-01 10:15:30"},
        {"gs.hoursAgoStart(2)", "2026-07-01 08:00:00"},
        {"gs.daysAgoEnd(1)", "2026-06-30 23:59:59"},
        {"gs.monthsAgoStart(1)", "2026-06-01 00:00:00"},
        {"gs.quartersAgoEnd(1)", "2026-06-30 23:59:59"},
        {"gs.yearsAgo(1)", "2025-07-01 10:20:30"},
        {"gs.daysAgo(-1)", "2026-07-02 10:20:30"},
        {"gs.daysAgo(2 + 3 - (1))", "2026-06-27 10:20:30"},
        {"gs.beginningOfLastWeek();", "2026-06-22 00:00:00"},
        {"gs.endOfThisMonth()", "2026-07-31 23:59:59"},
        {"gs.dateGenerate('2026-01-31', 'end')", "2026-01-31 23:59:59"},
        {"gs.dateGenerate('2026-01-31', '10:00:00')", "2026-01-31 10:00:00"},
        {"gs.dateDiff('2026-01-01 00:00:00', '2026-01-02 01:00:00', true)", "90000"},
        {"gs.dateDiff('2026-01-01 00:00:00', '2026-01-02 01:00:00')", "1 01:00:00"},
        {"gs.isFirstDayOfMonth('2026-05-01')", "true"},
        {"gs.isLastDayOfMonth('2026-05-30')", "false"},
        {"'a' + \"b\" + 1", "ab1"},
        {"gs.getUserName()", "beth.anglin"},
        {"gs.getUserDisplayName()", "Beth Anglin"},
        {"gs.hasRole('itil')", "true"},
        {"gs.hasRole('admin')", "false"},
        {"gs.getUser().getEmail()", "beth.anglin@example.com"},
        {"gs.getUser().isMemberOf('Service Desk')", "true"},
        {"gs.getUser().isMemberOf('Database')", "false"},
        {"gs.nil('')", "true"},
    };
    for (const auto& [script, expected] : cases)
        EXPECT_TRUE(gives(script, expected)) << script << " is not " << expected;
}

TEST_F(Script, StandsWhereverAValueDoes) {
    EXPECT_TRUE(matches("assigned_to=javascript:gs.getUserID()"));
    EXPECT_TRUE(matches("assignment_groupINjavascript:gs.getUser().getMyGroups()"));
    EXPECT_TRUE(matches("assignment_groupINjavascript:getMyGroups()"));
    EXPECT_TRUE(matches("opened_at>=javascript:gs.daysAgoStart(1)"));
    EXPECT_TRUE(
        matches("opened_atBETWEENjavascript:gs.beginningOfToday()@javascript:gs.endOfToday()"));
    EXPECT_FALSE(matches("opened_at<javascript:gs.daysAgoStart(1)"));
}

TEST_F(Script, BeginsTheWeekAsThePropertySays) {
    now_ = parseTimestamp("2026-07-01 10:20:30").value();
    EXPECT_TRUE(gives("gs.beginningOfThisWeek()", "2026-06-29 00:00:00"));
    const auto row = rows("sys_properties", "name=glide.ui.date_picker.first_day_of_week").at(0);
    patch("sys_properties", row, {{"value", "1"}}, "admin");
    EXPECT_TRUE(gives("gs.beginningOfThisWeek()", "2026-06-28 00:00:00"));
}

}  // namespace
}  // namespace toolhost::sim
