#include <nlohmann/json.hpp>
#include <string>

#include <gtest/gtest.h>

#include "schema/schema.hpp"

// What a model reads when its arguments do not conform: every message names the field and what is
// expected of it.
namespace toolhost::schema {
namespace {

using nlohmann::json;

struct Told {
    const char* schema;
    const char* instance;
    const char* path;
    const char* message;
};

class Message : public testing::TestWithParam<Told> {};

TEST_P(Message, NamesTheFieldAndWhatIsExpected) {
    const auto schema = Schema::compile(GetParam().schema);
    ASSERT_TRUE(schema) << schema.error().what;
    const auto violations = schema.value().check(json::parse(GetParam().instance));
    ASSERT_EQ(violations.size(), 1U) << describe(violations);
    EXPECT_EQ(violations[0].message, GetParam().message);
    EXPECT_EQ(violations[0].path, GetParam().path);
}

INSTANTIATE_TEST_SUITE_P(
    Values,
    Message,
    testing::Values(
        Told{R"({"type":"object"})", "[1]", "", "the value must be an object (got an array)"},
        Told{R"({"properties":{"n":{"type":["integer","null"]}}})",
             R"({"n":"7"})",
             "/n",
             R"(n must be null or an integer (got "7"))"},
        Told{R"({"properties":{"priority":{"enum":[1,2,3]}}})",
             R"({"priority":"high"})",
             "/priority",
             R"(priority must be one of 1, 2, 3 (got "high"))"},
        Told{R"({"enum":["open","closed"]})",
             R"("closd")",
             "",
             R"(the value must be one of "open", "closed" (got "closd") (did you mean 'closed'?))"},
        Told{R"({"type":"string","enum":["a"]})", "1", "", "the value must be a string (got 1)"},
        Told{R"({"const":{"a":1}})", "{}", "", "the value must be an object (got an empty object)"},
        Told{R"({"properties":{"n":{"minimum":1}}})",
             R"({"n":0})",
             "/n",
             "n must be at least 1 (got 0)"},
        Told{R"({"exclusiveMaximum":1.5})", "1.5", "", "the value must be less than 1.5 (got 1.5)"},
        Told{R"({"multipleOf":0.01})",
             "0.015",
             "",
             "the value must be a multiple of 0.01 (got 0.015)"},
        Told{R"({"minLength":2})",
             R"("é")",
             "",
             "the value must have at least 2 characters (has 1)"},
        Told{R"({"maxItems":1})", "[1,2]", "", "the value must have at most 1 item (has 2)"},
        Told{R"({"minProperties":2})",
             R"({"a":1})",
             "",
             "the value must have at least 2 properties (has 1)"},
        Told{R"({"properties":{"id":{"pattern":"^INC\\d+$"}}})",
             R"({"id":"inc1"})",
             "/id",
             R"(id must match the pattern ^INC\d+$ (got "inc1"))"}));

INSTANTIATE_TEST_SUITE_P(
    Structures,
    Message,
    testing::Values(
        Told{R"({"required":["city"]})", "{}", "", "city is required but missing"},
        Told{R"({"properties":{"address":{"required":["city"]}}})",
             R"({"address":{}})",
             "/address",
             "address.city is required but missing"},
        Told{R"({"dependentRequired":{"card":["cvc"]}})",
             R"({"card":1})",
             "",
             "cvc is required when card is given"},
        Told{R"({"properties":{"priority":{}},"additionalProperties":false})",
             R"({"priorty":1})",
             "/priorty",
             "priorty is not a known property (did you mean 'priority'?)"},
        Told{R"({"properties":{"aa":{},"bb":{}},"additionalProperties":false})",
             R"({"zzzz":1})",
             "/zzzz",
             "zzzz is not a known property; known are aa, bb"},
        Told{R"({"additionalProperties":false})",
             R"({"a b/c":1})",
             "/a b~1c",
             R"(["a b/c"] is not allowed: no such property is known)"},
        Told{R"({"propertyNames":{"maxLength":1}})",
             R"({"ab":1})",
             "",
             R"(the property name "ab" must have at most 1 character (has 2))"},
        Told{R"({"properties":{"l":{"items":{"properties":{"n":{"type":"integer"}}}}}})",
             R"({"l":[{},{"n":1.5}]})",
             "/l/1/n",
             "l[1].n must be an integer (got 1.5)"},
        Told{R"({"contains":{"type":"integer"},"minContains":2})",
             R"([1,"a"])",
             "",
             "the value must contain at least 2 items as described by the schema's 'contains' (has "
             "1)"},
        Told{
            R"({"uniqueItems":true})",
            R"(["a",{"k":1},"b",{"k":1.0}])",
            "",
            "the value must have no two equal items, but items 1 and 3 are equal (both an object)"},
        Told{R"({"properties":{"a":true},"unevaluatedProperties":false})",
             R"({"a":1,"b":2})",
             "/b",
             "b is not allowed: nothing else in the schema describes it"}));

INSTANTIATE_TEST_SUITE_P(
    Logic,
    Message,
    testing::Values(
        Told{R"({"properties":{"v":{"anyOf":[{"type":"string"},{"type":"null"}]}}})",
             R"({"v":1})",
             "/v",
             "v must match one of 2 alternatives; the nearest is alternative 1: v must be a string "
             "(got 1)"},
        Told{R"({"oneOf":[{"properties":{"kind":{"const":"circle"}},"required":["radius"]},
                          {"properties":{"kind":{"const":"box"},"width":{"minimum":0}}}]})",
             R"({"kind":"box","width":-1})",
             "",
             "the value must match one of 2 alternatives; the nearest is alternative 2: "
             "width must be at least 0 (got -1)"},
        Told{R"({"oneOf":[{"minimum":0},{"type":"string"},{"maximum":9}]})",
             "5",
             "",
             "the value must match exactly one of 3 alternatives (matches both 1 and 3)"},
        Told{R"({"properties":{"s":{"not":{"const":""}}}})",
             R"({"s":""})",
             "/s",
             "s must not be what the schema's 'not' describes (got \"\")"},
        Told{R"({"if":{"required":["a"]},"then":{"required":["b"]}})",
             R"({"a":1})",
             "",
             "b is required but missing"}));

INSTANTIATE_TEST_SUITE_P(Secrets,
                         Message,
                         testing::Values(Told{R"({"properties":{"password":{"minLength":9}}})",
                                              R"({"password":"hunter2"})",
                                              "/password",
                                              "password must have at least 9 characters (has 7)"},
                                         Told{R"({"properties":{"password":{"pattern":"^x"}}})",
                                              R"({"password":"hunter2"})",
                                              "/password",
                                              "password must match the pattern ^x"}));

TEST(Messages, CutALongValueBetweenCharacters) {
    const auto schema = Schema::compile(R"({"const":"x"})").value();
    std::string text(59, 'a');
    for (int i = 0; i < 100; ++i)
        text += "é";
    const auto violations = schema.check(json(text));
    ASSERT_EQ(violations.size(), 1U);
    EXPECT_NE(violations[0].message.find(std::string(59, 'a') + "…\""), std::string::npos)
        << violations[0].message;
}

TEST(Messages, AreSeveralWhenSeveralFieldsAreWrong) {
    const auto schema = Schema::compile(
        R"({"required":["a"],"properties":{"b":{"type":"string"},"c":{"maximum":1}}})");
    EXPECT_EQ(describe(schema.value().check(json::parse(R"({"b":1,"c":2})"))),
              "3 problems:\n- a is required but missing\n- b must be a string (got 1)\n"
              "- c must be at most 1 (got 2)");
}

TEST(Messages, ShowTheFirstValuesOfALongEnum) {
    json values = json::array();
    for (int i = 0; i < 30; ++i)
        values.push_back(i);
    const auto schema = Schema::compile(json{{"enum", values}}).value();
    const std::string text = describe(schema.check(json(99)));
    EXPECT_NE(text.find("18, 19, … (30 in all) (got 99)"), std::string::npos) << text;
}

}  // namespace
}  // namespace toolhost::schema
