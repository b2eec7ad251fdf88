#include "filter_schema.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "schema/schema.hpp"
#include "servicenow/query/operators.hpp"
#include "servicenow/query/query_filter.hpp"

namespace servicenow_meta {
namespace {

using nlohmann::json;

TEST(FilterSchema, NamesTheOperatorsTheHostKnows) {
    auto known = toolhost::servicenow::operatorWords();
    std::erase_if(known,
                  [](const auto& word) { return word == "*" || word == "!*" || word == "%"; });
    auto named = filterOperators();
    std::sort(known.begin(), known.end());
    std::sort(named.begin(), named.end());
    EXPECT_EQ(named, known);
}

TEST(FilterSchema, RefusesWhatIsNoFilter) {
    const auto schema = toolhost::schema::Schema::compile(json(filterSchema()).dump());
    ASSERT_TRUE(schema.ok()) << schema.error().what;
    for (const char* filter : {R"("priority=1")",
                               R"({"field":"a","op":"="})",
                               R"({"field":"a","operator":"equals"})",
                               R"({"all":[]})",
                               R"({"any":{"field":"a"}})",
                               R"({"all":[{"feld":"a"}]})"})
        EXPECT_FALSE(schema.value().check(json::parse(filter)).empty()) << filter;
}

TEST(FilterSchema, TakesWhatTheHostCompiles) {
    const auto schema = toolhost::schema::Schema::compile(json(filterSchema()).dump());
    ASSERT_TRUE(schema.ok());
    for (
        const char* filter :
        {R"({"field":"active","value":true})",
         R"({"all":[{"field":"priority","operator":"<=","value":2},{"any":[{"field":"a","operator":"in","value":[1,2]},{"all":[{"field":"b","value":1}]}]}]})",
         R"({"field":"opened_at","operator":"relative_after","value":{"amount":7,"unit":"dayofweek","side":"ago"}})",
         R"({"related":{"table":"task_sla","field":"task"}})"}) {
        EXPECT_TRUE(schema.value().check(json::parse(filter)).empty()) << filter;
        EXPECT_TRUE(toolhost::servicenow::compileFilter(json::parse(filter)).ok()) << filter;
    }
}

}  // namespace
}  // namespace servicenow_meta
