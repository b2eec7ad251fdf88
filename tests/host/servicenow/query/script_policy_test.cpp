#include "servicenow/query/script_policy.hpp"

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

std::string objectionTo(const ScriptPolicy& policy, const std::string& query) {
    return policy.objectionTo(EncodedQuery::parse(query).value()).value_or("");
}

TEST(ScriptPolicy, RefusesEveryScriptUnlessTold) {
    const ScriptPolicy policy;
    for (const char* query :
         {"caller_id=javascript:gs.getUserID()",
          "caller_id=JavaScript:gs.getUserID()",
          "opened_atONToday@javascript:gs.daysAgoStart(0)@x",
          "opened_atONjavascript:x@2026-01-01@2026-01-02",
          "opened_atBETWEEN1@javascript:gs.now()",
          "stateIN1,javascript:gs.now()",
          "short_descriptionLIKEsee javascript:x",
          "123TEXTQUERY321=javascript:x",
          "a=1^NQb=2^ORc=javascript:x",
          "opened_atDATEPARTjavascript:x@javascript:gs.datePart('hour','1','EE')",
          "RLQUERYtask_sla.task,>=1^stage=javascript:x^ENDRLQUERY"})
        EXPECT_NE(objectionTo(policy, query).find("javascript:"), std::string::npos) << query;
}

TEST(ScriptPolicy, SaysWhatToWriteInstead) {
    const auto objection = objectionTo({}, "opened_at>javascript:gs.daysAgoStart(7)");
    EXPECT_NE(objection.find("RELATIVEGT"), std::string::npos);
    EXPECT_NE(objection.find("\"operator\": \"relative_after\""), std::string::npos);
}

TEST(ScriptPolicy, LetsTheWordsOfADatePartBe) {
    EXPECT_EQ(objectionTo(
                  {}, "opened_atDATEPARTMonday@javascript:gs.datePart('dayofweek','monday','EE')"),
              "");
}

TEST(ScriptPolicy, RefusesToAllowWhatIsNoDateFunction) {
    for (const char* name : {"gs.getUserID", "eval", "", "gs.", "dates2"}) {
        const auto policy = ScriptPolicy::allowing({name});
        EXPECT_FALSE(policy.ok()) << name;
    }
    EXPECT_NE(ScriptPolicy::allowing({"gs.daysAgoStrat"}).error().what.find("daysAgoStart"),
              std::string::npos);
}

TEST(ScriptPolicy, AllowsSingleCallsWithLiteralsOfWhatIsListed) {
    const auto policy = ScriptPolicy::allowing({"gs.daysAgoStart", "dateGenerate"}).value();
    for (const char* value : {"javascript:gs.daysAgoStart(0)",
                              "javascript:gs.daysAgoStart(-7)",
                              "javascript:gs.daysAgoStart()",
                              "javascript:gs.dateGenerate('2026-01-31','00:00:00')"})
        EXPECT_FALSE(policy.objectionTo(value)) << value;
    for (const char* value : {"javascript:gs.daysAgoEnd(0)",
                              "javascript:gs.daysAgoStart(0);gs.now()",
                              "javascript:gs.daysAgoStart(gs.now())",
                              "javascript:gs.daysAgoStart(0)+gs.now()",
                              "javascript:gs.daysAgoStart('x')+('y')",
                              "javascript:gs.daysAgoStart('it''s')",
                              "javascript:gs.daysAgoStart(\"x')",
                              "javascript: gs.daysAgoStart(0)",
                              "JAVASCRIPT:gs.daysAgoStart(0)",
                              "xjavascript:gs.daysAgoStart(0)",
                              "javascript:daysAgoStart(0)",
                              "javascript:gs.daysAgoStart",
                              "javascript:gs.)",
                              "javascript:"})
        EXPECT_TRUE(policy.objectionTo(value)) << value;
}

TEST(ScriptPolicy, AllowsAllDatesByOneWord) {
    const auto policy = ScriptPolicy::allowing({"dates"}).value();
    EXPECT_EQ(
        objectionTo(policy,
                    "opened_atONToday@javascript:gs.beginningOfToday()@javascript:gs.endOfToday()"),
        "");
    EXPECT_NE(objectionTo(policy, "caller_id=javascript:gs.getUserID()"), "");
}

}  // namespace
}  // namespace toolhost::servicenow
