#include "servicenow/query/query_filter.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

struct Refused {
    const char* filter;
    const char* says;
};

class QueryFilterRefuses : public testing::TestWithParam<Refused> {};

TEST_P(QueryFilterRefuses, WhatCannotBeWrittenAsItIsMeant) {
    const auto query = compileFilter(Json::parse(GetParam().filter));
    ASSERT_FALSE(query.ok()) << query.value().text();
    EXPECT_NE(query.error().what.find(GetParam().says), std::string::npos) << query.error().what;
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    QueryFilterRefuses,
    testing::Values(
        Refused{R"({})", "needs field"},
        Refused{R"([])", "must be"},
        Refused{R"({"all":[1]})", "must be"},
        Refused{R"({"all":[]})", "at least one"},
        Refused{R"({"any":{}})", "list"},
        Refused{R"({"all":[{"field":"a","value":1}],"any":[{"field":"b"}]})", "beside"},
        Refused{R"({"field":"State","value":1})", "needs field"},
        Refused{R"({"field":"state","operator":"equals","value":1})", "is none of"},
        Refused{R"({"field":"state","operator":"contain","value":"x"})", "did you mean 'contains'"},
        Refused{R"({"field":"state","op":"=","value":1})", "unknown member \"op\""},
        Refused{R"({"field":"short_description","operator":"=","value":"a^b"})", "'^'"},
        Refused{R"({"field":"short_description","operator":"in","value":["a^b"]})", "'^'"},
        Refused{R"({"field":"short_description","operator":"in","value":["a,b"]})", "','"},
        Refused{R"({"field":"short_description","operator":"in","value":[]})", "at least one"},
        Refused{R"({"field":"short_description","operator":"in","value":[""]})", "needs texts"},
        Refused{R"({"field":"x","operator":"between","value":["a@b","c"]})", "'@'"},
        Refused{R"({"field":"x","operator":"between","value":[1]})", "[low, high]"},
        Refused{R"({"field":"x","operator":"<","value":"=5"})", "part of the operator"},
        Refused{R"({"field":"x","operator":"in","value":["_HIERARCHYx"]})", "part of the operator"},
        Refused{R"({"field":"x","operator":"=","value":["a"]})", "one text"},
        Refused{R"({"field":"x","operator":"=","value":{"a":1}})", "one text"},
        Refused{R"({"field":"x","operator":"contains","value":""})", "not empty"},
        Refused{R"({"field":"x","operator":"contains"})", "not empty"},
        Refused{R"({"field":"x","operator":"is_empty","value":"y"})", "takes no value"},
        Refused{R"({"field":"x","operator":"same_as_field","value":"Not A Field"})",
                "another field"},
        Refused{R"({"field":"x","operator":"relative_after","value":7})", "\"side\": \"ago\""},
        Refused{
            R"({"field":"x","operator":"relative_after","value":{"amount":"7","unit":"day","side":"ago"}})",
            "object such as"},
        Refused{R"({"field":"x","operator":"on","value":"yesterday"})", "2026-01-31"},
        Refused{
            R"({"field":"x","operator":"date_part","value":{"part":"dayofweek","value":"x');evil('","comparison":"EE"}})",
            "object such as"},
        Refused{R"({"related":{"table":"task_sla"}})", "needs table"},
        Refused{
            R"({"related":{"table":"task_sla","field":"task","all":[{"field":"x","value":"a^b"}]}})",
            "'^'"},
        Refused{
            R"({"all":[{"all":[{"all":[{"all":[{"all":[{"all":[{"all":[{"all":[{"all":[{"field":"a"}]}]}]}]}]}]}]}]}]})",
            "nests deeper"}));

TEST(QueryFilter, RefusesAnExplosionOfAlternatives) {
    Json filter = {{"all", Json::array()}};
    for (int i = 0; i < 10; ++i) {
        const Json both = {
            {"all", {{{"field", "a"}, {"value", i}}, {{"field", "b"}, {"value", i}}}}};
        filter["all"].push_back({{"any", {both, both}}});
    }
    const auto query = compileFilter(filter);
    ASSERT_FALSE(query.ok());
    EXPECT_NE(query.error().what.find("more than"), std::string::npos);
}

struct Compiled {
    const char* filter;
    const char* query;
};

class QueryFilterCompiles : public testing::TestWithParam<Compiled> {};

TEST_P(QueryFilterCompiles, ToTheTreeTheTextIsReadInto) {
    const auto query = compileFilter(Json::parse(GetParam().filter));
    ASSERT_TRUE(query.ok()) << query.error().what;
    EXPECT_EQ(query.value().text(), GetParam().query);
    EXPECT_EQ(EncodedQuery::parse(query.value().text()).value(), query.value());
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    QueryFilterCompiles,
    testing::Values(
        Compiled{R"({"field":"active","value":true})", "active=true"},
        Compiled{R"({"field":"priority","operator":"<=","value":2})", "priority<=2"},
        Compiled{R"({"field":"assigned_to","operator":"=","value":null})", "assigned_to="},
        Compiled{R"({"field":"short_description","operator":"Contains","value":"a b"})",
                 "short_descriptionLIKEa b"},
        Compiled{R"({"field":"short_description","operator":"LIKE","value":"x"})",
                 "short_descriptionLIKEx"},
        Compiled{R"({"field":"assigned_to","operator":"is_empty"})", "assigned_toISEMPTY"},
        Compiled{R"({"field":"state","operator":"in","value":[1,2,"3"]})", "stateIN1,2,3"},
        Compiled{R"({"field":"state","operator":"not_in","value":6})", "stateNOT IN6"},
        Compiled{R"({"field":"priority","operator":"between","value":[1,3]})",
                 "priorityBETWEEN1@3"},
        Compiled{
            R"({"field":"opened_at","operator":"same_as_field","value":{"field":"closed_at","part":"day"}})",
            "opened_atSAMEASclosed_at@day"},
        Compiled{R"({"field":"opened_at","operator":"greater_than_field","value":"closed_at"})",
                 "opened_atGT_FIELDclosed_at"},
        Compiled{
            R"({"field":"opened_at","operator":"more_than_from_field","value":{"field":"due_date","amount":1,"unit":"day","side":"before"}})",
            "opened_atMORETHANdue_date@day@before@1"},
        Compiled{
            R"({"field":"opened_at","operator":"relative_after","value":{"amount":7,"unit":"dayofweek","side":"ago"}})",
            "opened_atRELATIVEGT@dayofweek@ago@7"},
        Compiled{R"({"field":"opened_at","operator":"on","value":"2026-01-31"})",
                 "opened_atON2026-01-31@2026-01-31 00:00:00@2026-01-31 23:59:59"},
        Compiled{
            R"({"field":"opened_at","operator":"not_on","value":{"from":"2026-01-01","to":"2026-01-02"}})",
            "opened_atNOTONcustom@2026-01-01@2026-01-02"},
        Compiled{
            R"({"field":"opened_at","operator":"date_part","value":{"part":"dayofweek","value":"monday"}})",
            "opened_atDATEPARTmonday@javascript:gs.datePart('dayofweek','monday','EE')"},
        Compiled{
            R"({"all":[{"field":"priority","operator":"<=","value":2},{"any":[{"field":"state","value":1},{"field":"state","value":2}]}]})",
            "priority<=2^state=1^ORstate=2"},
        Compiled{R"({"any":[{"field":"a","value":1},{"field":"b","value":2}]})", "a=1^ORb=2"},
        Compiled{
            R"({"any":[{"all":[{"field":"a","value":1},{"field":"b","value":2}]},{"field":"c","value":3}]})",
            "c=3^NQa=1^b=2"},
        Compiled{
            R"({"all":[{"field":"z","value":0},{"any":[{"all":[{"field":"a","value":1},{"field":"b","value":2}]},{"all":[{"field":"c","value":3},{"field":"d","value":4}]}]}]})",
            "z=0^a=1^b=2^NQz=0^c=3^d=4"},
        Compiled{
            R"({"related":{"table":"task_sla","field":"task","all":[{"field":"stage","value":"in_progress"},{"any":[{"field":"a","value":1},{"field":"b","value":2}]}]}})",
            "RLQUERYtask_sla.task,>=1^stage=in_progress^a=1^ORb=2^ENDRLQUERY"},
        Compiled{R"({"related":{"table":"task_sla","field":"task","operator":"=","count":0}})",
                 "RLQUERYtask_sla.task,=0^ENDRLQUERY"}));

}  // namespace
}  // namespace toolhost::servicenow
