#include "servicenow/query/encoded_query.hpp"

#include <random>

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

struct Refused {
    const char* query;
    const char* says;
};

class EncodedQueryRefuses : public testing::TestWithParam<Refused> {};

TEST_P(EncodedQueryRefuses, WhatServiceNowWouldNotTakeAsItLooks) {
    const auto query = EncodedQuery::parse(GetParam().query);
    ASSERT_FALSE(query.ok()) << query.value().text();
    EXPECT_NE(query.error().what.find(GetParam().says), std::string::npos) << query.error().what;
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    EncodedQueryRefuses,
    testing::Values(Refused{"active", "no known operator"},
                    Refused{"activeEQUALStrue", "no known operator"},
                    Refused{"statelike1", "no known operator"},
                    Refused{"state=1^stateequals2", "no known operator"},
                    Refused{"=1", "does not start with a field name"},
                    Refused{"State=1", "does not start with a field name"},
                    Refused{"caller_id..name=x", "does not start with a field name"},
                    Refused{".name=x", "does not start with a field name"},
                    Refused{"short_description=a^^b", "cannot hold '^'"},
                    Refused{"short_descriptionLIKE", "needs a value"},
                    Refused{"stateIN", "needs a value"},
                    Refused{"sys_created_on>", "needs a value"},
                    Refused{"priorityBETWEEN1", "'@'"},
                    Refused{"assigned_toISEMPTYx", "takes none"},
                    Refused{"opened_atSAMEAS", "another field"},
                    Refused{"opened_atGT_FIELDClosed At", "another field"},
                    Refused{"123TEXTQUERY321=", "no words"},
                    Refused{"123TEXTQUERY321= ", "no words"},
                    Refused{"short_description123TEXTQUERY321=disk", "no known operator"},
                    Refused{"ORactive=true", "nothing before it"},
                    Refused{"active=true^NQORpriority=1", "does not start with a field name"},
                    Refused{"active=true^EQ^state=1", "after ^EQ"},
                    Refused{"active=true^ORDERBY", "no field to order by"},
                    Refused{"active=true^ORDERBYname,number", "no field to order by"},
                    Refused{"stateVALCHANGES", "notifications"},
                    Refused{"priorityBETWEEN1@2@3", "two bounds"},
                    Refused{"priorityBETWEEN@3", "two bounds"},
                    Refused{"opened_atONToday", "two ends"},
                    Refused{"opened_atRELATIVEGT@dayofweek@ago", "@unit@ago"},
                    Refused{"opened_atRELATIVEGT@fortnight@ago@1", "@unit@ago"},
                    Refused{"opened_atRELATIVEGT@day@ago@07", "@unit@ago"},
                    Refused{"opened_atRELATIVEGTx@day@ago@7", "@unit@ago"},
                    Refused{"opened_atMORETHANdue_date@day@beside@1", "before or after"},
                    Refused{"opened_atDATEPARTMonday", "part of the date"},
                    Refused{"opened_atDATEPARTx@javascript:gs.datePart('dayofweek','monday','XX')",
                            "part of the date"},
                    Refused{"opened_atDATEPARTx@javascript:gs.datePart('dayofweek',gs.x(),'EE')",
                            "part of the date"},
                    Refused{"RLQUERYtask_sla^ENDRLQUERY", "no related list"},
                    Refused{"RLQUERYtask_sla.task,1^ENDRLQUERY", "no related list"},
                    Refused{"RLQUERYtask_sla.task,>=1,m3m^ENDRLQUERY", "no related list"},
                    Refused{"RLQUERYtask_sla.task,>=1^stage=x", "does not end"},
                    Refused{"RLQUERYtask_sla.task,>=1^stage^ENDRLQUERY", "no known operator"},
                    Refused{"active=true^ENDRLQUERY", "without an RLQUERY"}));

TEST(EncodedQuery, RefusesTooManyConditions) {
    std::string query = "state=1";
    for (int i = 1; i < 200; ++i)
        query += "^ORstate=1";
    EXPECT_TRUE(EncodedQuery::parse(query).ok());
    EXPECT_FALSE(EncodedQuery::parse(query + "^ORstate=1").ok());
}

struct Taken {
    const char* query;
    const char* sent;
    std::vector<std::string> fields;
};

class EncodedQueryTakes : public testing::TestWithParam<Taken> {};

TEST_P(EncodedQueryTakes, AndTellsItsFields) {
    const auto query = EncodedQuery::parse(GetParam().query);
    ASSERT_TRUE(query.ok()) << query.error().what;
    EXPECT_EQ(query.value().text(), GetParam().sent);
    EXPECT_EQ(query.value().fields(), GetParam().fields);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    EncodedQueryTakes,
    testing::Values(
        Taken{"", "", {}},
        Taken{" ^active=true^ ", "active=true", {"active"}},
        Taken{"active=", "active=", {"active"}},
        Taken{"a=1^b=2^ORc=3", "a=1^b=2^ORc=3", {"a", "b", "c"}},
        Taken{"a=1^NQb=2^ORDERBYc", "a=1^NQb=2^ORDERBYc", {"a", "b", "c"}},
        Taken{"ORDERBYDESCopened_at^active=true",
              "active=true^ORDERBYDESCopened_at",
              {"active", "opened_at"}},
        Taken{"a=1^EQ^ORDERBYb", "a=1^ORDERBYb", {"a", "b"}},
        Taken{"a=1^GROUPBYb", "a=1^GROUPBYb", {"a", "b"}},
        Taken{"caller_id.department.name=IT",
              "caller_id.department.name=IT",
              {"caller_id.department.name"}},
        Taken{"stateIN1,2^stateNOT IN3", "stateIN1,2^stateNOT IN3", {"state"}},
        Taken{"sys_class_nameINSTANCEOFcmdb_ci",
              "sys_class_nameINSTANCEOFcmdb_ci",
              {"sys_class_name"}},
        Taken{
            "short_descriptionNOT LIKEa=b", "short_descriptionNOT LIKEa=b", {"short_description"}},
        Taken{"opened_atGT_OR_EQUALS_FIELDclosed_at",
              "opened_atGT_OR_EQUALS_FIELDclosed_at",
              {"opened_at", "closed_at"}},
        Taken{"opened_atSAMEASclosed_at@day",
              "opened_atSAMEASclosed_at@day",
              {"opened_at", "closed_at"}},
        Taken{"priorityBETWEEN1@3^active!=true",
              "priorityBETWEEN1@3^active!=true",
              {"priority", "active"}},
        Taken{"sys_created_onRELATIVEGT@dayofweek@ago@7",
              "sys_created_onRELATIVEGT@dayofweek@ago@7",
              {"sys_created_on"}},
        Taken{"123TEXTQUERY321=disk full^active=true",
              "123TEXTQUERY321=disk full^active=true",
              {"active"}},
        Taken{"GOTO123TEXTQUERY321=disk", "123TEXTQUERY321=disk", {}},
        Taken{"123TEXTINDEXGROUP321=portal", "123TEXTINDEXGROUP321=portal", {}},
        Taken{"short_description=trailing ", "short_description=trailing ", {"short_description"}},
        Taken{"opened_atMORETHANdue_date@day@before@1",
              "opened_atMORETHANdue_date@day@before@1",
              {"opened_at", "due_date"}},
        Taken{"opened_atONToday@2026-01-31 00:00:00@2026-01-31 23:59:59",
              "opened_atONToday@2026-01-31 00:00:00@2026-01-31 23:59:59",
              {"opened_at"}},
        Taken{"opened_atDATEPARTMonday@javascript:gs.datePart('dayofweek', "
              "'monday','EE')",
              "opened_atDATEPARTMonday@javascript:gs.datePart('dayofweek','monday',"
              "'EE')",
              {"opened_at"}},
        Taken{"active=true^RLQUERYtask_sla.task,>=1,m2m^stage=in_progress^ORstage="
              "paused^active=true^ENDRLQUERY^ORDERBYnumber",
              "active=true^RLQUERYtask_sla.task,>=1,m2m^stage=in_progress^ORstage="
              "paused^active=true^ENDRLQUERY^ORDERBYnumber",
              {"active", "number"}},
        Taken{"managerIN_HIERARCHY90d1921e^managerIN_HIERARCHY_DYNAMICx",
              "managerIN_HIERARCHY90d1921e^managerIN_HIERARCHY_DYNAMICx",
              {"manager"}}));

/// Texts from a seed that hold what the language is made of, in any order.
std::string anyText(std::mt19937& random) {
    static const std::vector<std::string> kPieces = {"active",
                                                     "state",
                                                     "a.b",
                                                     "=",
                                                     "!=",
                                                     "<",
                                                     "<=",
                                                     "LIKE",
                                                     "IN",
                                                     "NOT IN",
                                                     "ISEMPTY",
                                                     "BETWEEN",
                                                     "1",
                                                     "2@3",
                                                     "x,y",
                                                     "^",
                                                     "^OR",
                                                     "^NQ",
                                                     "^EQ",
                                                     "^ORDERBY",
                                                     "^ORDERBYDESC",
                                                     "GROUPBY",
                                                     "RLQUERY",
                                                     "task_sla.task,>=1",
                                                     "^ENDRLQUERY",
                                                     "ON",
                                                     "RELATIVEGT",
                                                     "@dayofweek@ago@7",
                                                     "DATEPART",
                                                     "x@javascript:gs.datePart('hour','1','EE')",
                                                     "SAMEAS",
                                                     "123TEXTQUERY321=",
                                                     "GOTO",
                                                     " ",
                                                     "é",
                                                     "%",
                                                     "*",
                                                     "@"};
    std::string text;
    for (auto pieces = random() % 12; pieces > 0; --pieces)
        text += kPieces[random() % kPieces.size()];
    return text;
}

TEST(EncodedQuery, ReadsWhatItPrintsAsTheSameTree) {
    const unsigned seed = std::random_device()();
    std::mt19937 random(seed);
    int taken = 0;
    for (int i = 0; i < 50'000; ++i) {
        const std::string text = anyText(random);
        const auto query = EncodedQuery::parse(text);
        if (!query) continue;
        ++taken;
        const auto again = EncodedQuery::parse(query.value().text());
        ASSERT_TRUE(again.ok()) << "seed " << seed << ": " << text << " -> " << query.value().text()
                                << ": " << again.error().what;
        ASSERT_EQ(again.value(), query.value()) << "seed " << seed << ": " << text;
    }
    EXPECT_GT(taken, 500) << "seed " << seed;
}

TEST(EncodedQueryNarrowing, RefusesAProductWithoutEnd) {
    std::string many = "state=0";
    for (int i = 1; i < 20; ++i)
        many += "^NQstate=" + std::to_string(i);
    auto query = EncodedQuery::parse(many).value();
    EXPECT_FALSE(query.narrowBy(EncodedQuery::parse(many).value()).ok());
}

TEST(EncodedQueryNarrowing, CombinesEveryBlockWithEveryOther) {
    auto query = EncodedQuery::parse("a=1^NQb=2^ORDERBYc").value();
    ASSERT_TRUE(query.narrowBy(EncodedQuery::parse("d=3^ORe=4^NQf=5").value()).ok());
    EXPECT_EQ(query.text(), "a=1^d=3^ORe=4^NQa=1^f=5^NQb=2^d=3^ORe=4^NQb=2^f=5^ORDERBYc");
    EncodedQuery all;
    ASSERT_TRUE(all.narrowBy(EncodedQuery::parse("a=1").value()).ok());
    EXPECT_EQ(all.text(), "a=1");
    ASSERT_TRUE(all.narrowBy(EncodedQuery()).ok());
    EXPECT_EQ(all.text(), "a=1");
}

TEST(EncodedQuerySearch, RefusesWordsThatWouldEndTheCondition) {
    auto query = EncodedQuery::parse("active=true").value();
    EXPECT_FALSE(query.searchFor("disk^ORactive=false").ok());
    EXPECT_FALSE(query.searchFor(" ").ok());
    EXPECT_EQ(query.text(), "active=true");
}

TEST(EncodedQuerySearch, NarrowsEveryBlock) {
    auto query = EncodedQuery::parse("a=1^ORb=2^NQc=3^ORDERBYd").value();
    ASSERT_TRUE(query.searchFor("disk full").ok());
    EXPECT_EQ(query.text(),
              "123TEXTQUERY321=disk full^a=1^ORb=2^NQ123TEXTQUERY321=disk full^c=3^ORDERBYd");
}

TEST(EncodedQuerySearch, StandsAlone) {
    EncodedQuery query;
    ASSERT_TRUE(query.searchFor("disk").ok());
    query.orderAlsoBy("sys_id");
    EXPECT_EQ(query.text(), "123TEXTQUERY321=disk^ORDERBYsys_id");
}

TEST(EncodedQueryOrder, IsAddedOnceAndLast) {
    auto query = EncodedQuery::parse("a=1^ORDERBYDESCb").value();
    query.orderAlsoBy("sys_id");
    query.orderAlsoBy("sys_id");
    EXPECT_EQ(query.text(), "a=1^ORDERBYDESCb^ORDERBYsys_id");
    EncodedQuery all;
    all.orderAlsoBy("sys_id");
    EXPECT_EQ(all.text(), "ORDERBYsys_id");
}

}  // namespace
}  // namespace toolhost::servicenow
