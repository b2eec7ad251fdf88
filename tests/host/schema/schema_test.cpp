#include "schema/schema.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

using nlohmann::json;

std::string refusalOf(std::string_view text, const Options& options = {}) {
    const auto schema = Schema::compile(text, options);
    return schema ? "accepted" : schema.error().what;
}

struct Refused {
    const char* schema;
    const char* where;
    const char* why;
};

class InvalidSchema : public testing::TestWithParam<Refused> {};

TEST_P(InvalidSchema, IsRefusedSayingWhereAndWhy) {
    const std::string refusal = refusalOf(GetParam().schema);
    EXPECT_NE(refusal.find(std::string(GetParam().where) + ": "), std::string::npos) << refusal;
    EXPECT_NE(refusal.find(GetParam().why), std::string::npos) << refusal;
}

INSTANTIATE_TEST_SUITE_P(
    Keywords,
    InvalidSchema,
    testing::Values(
        Refused{"5", "#", "an object, true or false, not 5"},
        Refused{R"({"type":"strnig"})", "#/type", "\"strnig\" is not a type"},
        Refused{R"({"type":[]})", "#/type", "at least one"},
        Refused{R"({"type":["null","null"]})", "#/type", "twice"},
        Refused{R"({"type":7})", "#/type", "must be a string"},
        Refused{R"({"properties":{"a":{"minLength":-1}}})", "#/properties/a/minLength", "not -1"},
        Refused{R"({"maxItems":1.5})", "#/maxItems", "an integer of at least 0, not 1.5"},
        Refused{R"({"minimum":"1"})", "#/minimum", "a number, not \"1\""},
        Refused{R"({"multipleOf":0})", "#/multipleOf", "greater than 0"},
        Refused{R"({"required":"a"})", "#/required", "an array of strings"},
        Refused{R"({"required":["a","a"]})", "#/required", "names \"a\" twice"},
        Refused{R"({"required":[1]})", "#/required", "strings only"},
        Refused{R"({"dependentRequired":{"a/b":[1]}})", "#/dependentRequired/a~1b", "strings"},
        Refused{R"({"enum":{"a":1}})", "#/enum", "an array"},
        Refused{R"({"properties":[]})", "#/properties", "an object"},
        Refused{R"({"properties":{"a":null}})", "#/properties/a", "true or false, not null"},
        Refused{R"({"items":[{"type":"string"}]})", "#/items", "prefixItems"},
        Refused{R"({"anyOf":[]})", "#/anyOf", "at least one schema"},
        Refused{R"({"allOf":{}})", "#/allOf", "an array"},
        Refused{R"({"uniqueItems":1})", "#/uniqueItems", "true or false"},
        Refused{R"({"minContains":-1})", "#/minContains", "at least 0"},
        Refused{R"({"description":{}})", "#/description", "a string"},
        Refused{R"({"readOnly":"yes"})", "#/readOnly", "true or false"},
        Refused{R"({"examples":"x"})", "#/examples", "an array"},
        Refused{R"({"format":1})", "#/format", "a string"},
        Refused{R"({"contentSchema":1})", "#/contentSchema", "an object, true or false"},
        Refused{R"({"pattern":"("})", "#/pattern", "parenthesis"},
        Refused{R"({"patternProperties":{"[":{}}})", "#/patternProperties", "has no ']'"},
        Refused{R"({"$defs":{"unused":{"type":"x"}}})", "#/$defs/unused/type", "not a type"},
        Refused{R"({"if":{"type":"x"}})", "#/if/type", "not a type"},
        Refused{R"({"then":{"type":"x"}})", "#/then/type", "not a type"}));

TEST(Schema, RefusesWhatIsNotJsonSayingWhere) {
    const std::string refusal = refusalOf("{\"type\": }");
    EXPECT_NE(refusal.find("it is not JSON"), std::string::npos) << refusal;
    EXPECT_NE(refusal.find("column 10"), std::string::npos) << refusal;
}

TEST(Schema, RefusesANumberThatNoNumberTypeHolds) {
    EXPECT_NE(refusalOf(R"({"const":1e999})").find("it is not JSON"), std::string::npos);
}

TEST(Schema, RefusesASchemaNestedBeyondItsBound) {
    Options options;
    options.bounds.schema_depth_max = 4;
    EXPECT_EQ(refusalOf(R"({"not":{"not":{"not":{}}}})", options), "accepted");
    EXPECT_EQ(refusalOf(R"({"not":{"not":{"not":{"not":{}}}}})", options),
              "compile the JSON Schema: #: it is nested deeper than 4 levels");
}

TEST(Schema, RefusesASchemaOfMoreValuesThanItsBound) {
    Options options;
    options.bounds.schema_values_max = 4;
    EXPECT_EQ(refusalOf(R"({"enum":[1,2]})", options), "accepted");
    EXPECT_NE(refusalOf(R"({"enum":[1,2,3]})", options).find("more than 4 values"),
              std::string::npos);
}

TEST(Schema, RefusesASchemaOfMoreSubschemasThanItsBound) {
    Options options;
    options.bounds.subschemas_max = 3;
    EXPECT_EQ(refusalOf(R"({"allOf":[true,true]})", options), "accepted");
    EXPECT_NE(refusalOf(R"({"allOf":[true,{},true]})", options).find("more than 3 subschemas"),
              std::string::npos);
}

TEST(Schema, SurvivesATextNestedFarBeyondAnyStack) {
    constexpr std::size_t kLevels = 200'000;
    std::string text;
    for (std::size_t i = 0; i < kLevels; ++i)
        text += "{\"not\":";
    text += "true" + std::string(kLevels, '}');
    EXPECT_NE(refusalOf(text).find("nested deeper"), std::string::npos);
}

TEST(Schema, TakesTheLastOfTwoMembersOfTheSameName) {
    const auto schema = Schema::compile(R"({"type":"string","type":"integer"})");
    ASSERT_TRUE(schema);
    EXPECT_TRUE(schema.value().check(json(1)).empty());
    EXPECT_FALSE(schema.value().check(json("1")).empty());
}

TEST(Schema, AcceptsAParsedSchemaAndOutlivesIt) {
    auto document = std::make_unique<json>(json::parse(R"({"enum":[{"a":[1]}]})"));
    const auto schema = Schema::compile(*document);
    document.reset();
    ASSERT_TRUE(schema);
    EXPECT_TRUE(schema.value().check(json::parse(R"({"a":[1.0]})")).empty());
}

TEST(Schema, IsSharedByItsCopies) {
    auto schema = Schema::compile(R"({"type":"string"})");
    ASSERT_TRUE(schema);
    const Schema copy = schema.value();
    schema = base::Error{"gone"};
    EXPECT_TRUE(copy.check(json("x")).empty());
    EXPECT_FALSE(copy.check(json(1)).empty());
}

TEST(Schema, BooleansAcceptEverythingAndNothing) {
    EXPECT_TRUE(Schema::compile("true").value().check(json(1)).empty());
    const auto violations = Schema::compile("false").value().check(json(1));
    ASSERT_EQ(violations.size(), 1U);
    EXPECT_EQ(violations[0].message, "the value is not allowed");
}

TEST(Schema, AnnotatesFormatsUnlessToldToAssertThem) {
    Options options;
    EXPECT_TRUE(Schema::compile(R"({"format":"ipv4"})", options).value().check(json("x")).empty());
    options.formats = Formats::Assert;
    const auto schema = Schema::compile(R"({"format":"ipv4"})", options).value();
    EXPECT_TRUE(schema.check(json("127.0.0.1")).empty());
    EXPECT_TRUE(schema.check(json(1)).empty());
    EXPECT_EQ(describe(schema.check(json("x"))), "the value must be an IPv4 address (got \"x\")");
}

TEST(Schema, LetsAnUnknownFormatPassEvenWhenAsserting) {
    Options options;
    options.formats = Formats::Assert;
    EXPECT_TRUE(
        Schema::compile(R"({"format":"colour"})", options).value().check(json("x")).empty());
}

TEST(CheckText, RefusesWhatIsNotJson) {
    const auto anything = Schema::compile("{}").value();
    EXPECT_EQ(describe(anything.checkText("{")), "the value is not JSON");
    EXPECT_EQ(describe(anything.checkText("")), "the value is not JSON");
}

struct Checked {
    const char* schema;
    std::vector<const char*> instances;
};

// Of each schema some instances conform and some do not; most hold more than the schema looks at.
TEST(CheckText, SaysWhatCheckSays) {
    const std::vector<Checked> cases = {
        {R"({"type":"object"})", {"{}", R"({"a":[1]})", "[]", "7"}},
        {R"({"properties":{"rows":{"type":"array","items":{"type":"object"}}},"required":["n"]})",
         {R"({"rows":[{"a":1},{"b":{"c":2}}],"n":null})",
          R"({"rows":[{"a":1},7],"n":1})",
          R"({"rows":[]})",
          R"({"rows":{},"n":1,"rows":[]})"}},
        {R"({"properties":{"a":{"type":"string"}},"additionalProperties":false})",
         {R"({"a":"x"})", R"({"a":"x","b":[1]})", R"({"a":1})"}},
        {R"({"additionalProperties":{"type":"integer"}})", {R"({"a":1})", R"({"a":{"b":1}})"}},
        {R"({"patternProperties":{"^x":{"type":"integer"}}})", {R"({"x":1})", R"({"x":"1"})"}},
        {R"({"prefixItems":[{"type":"object","required":["a"]}],"items":false})",
         {R"([{"a":[1]}])", "[{}]", R"([{"a":1},2])"}},
        {R"({"anyOf":[{"required":["a"]},{"required":["b"],"properties":{"b":{"type":"array"}}}]})",
         {R"({"a":{"x":1}})", R"({"b":[1]})", R"({"b":1})", "{}"}},
        {R"({"oneOf":[{"required":["a"]},{"required":["b"]}]})",
         {R"({"a":1})", R"({"a":1,"b":2})", "{}"}},
        {R"({"allOf":[{"required":["a"]},{"properties":{"a":{"minItems":2}}}]})",
         {R"({"a":[{},{}]})", R"({"a":[{}]})", "{}"}},
        {R"({"minProperties":2,"maxItems":1})", {R"({"a":1,"b":[]})", R"({"a":1})", "[{},{}]"}},
        {R"({"not":{"required":["a"]}})", {"{}", R"({"a":1})"}},
        {R"({"if":{"required":["a"]},"then":{"required":["b"]}})",
         {R"({"a":1,"b":1})", R"({"a":1})", "{}"}},
        {R"({"$ref":"#/$defs/n","$defs":{"n":{"properties":{"n":{"$ref":"#/$defs/n"}},"type":"object"}}})",
         {R"({"n":{"n":{}}})", R"({"n":{"n":7}})"}},
        {R"({"properties":{"a":true},"unevaluatedProperties":false})",
         {R"({"a":{"b":1}})", R"({"a":1,"b":2})"}},
        {R"({"const":{"a":[1]}})", {R"({"a":[1.0]})", R"({"a":[2]})"}},
        {R"({"uniqueItems":true})", {R"([{"a":1},{"a":2}])", R"([{"a":1},{"a":1}])"}},
        {R"({"contains":{"required":["a"]}})", {R"([{},{"a":1}])", "[{}]"}},
        {R"({"propertyNames":{"maxLength":1}})", {R"({"a":{}})", R"({"ab":{}})"}},
        {R"({"dependentRequired":{"a":["b"]}})", {R"({"b":1})", R"({"a":1})"}},
        {R"({"maximum":18446744073709551615})", {"18446744073709551615", "1e30", "-1"}}};
    for (const auto& [text, instances] : cases) {
        const auto schema = Schema::compile(std::string_view(text)).value();
        std::size_t conforming = 0;
        for (const auto* instance : instances) {
            const auto said = describe(schema.checkText(instance));
            EXPECT_EQ(said, describe(schema.check(json::parse(instance)))) << text << instance;
            if (said.empty()) ++conforming;
        }
        EXPECT_GT(conforming, 0U) << text;
        EXPECT_LT(conforming, instances.size()) << text;
    }
}

TEST(CheckText, HoldsWhatItDoesNotLookAtToTheBoundOfDepth) {
    Options options;
    options.bounds.instance_depth_max = 5;
    const auto schema = Schema::compile(R"({"type":"array"})", options).value();
    for (std::size_t depth = 1; depth < 9; ++depth) {
        const std::string text = std::string(depth, '[') + std::string(depth, ']');
        EXPECT_EQ(schema.checkText(text).empty(), depth <= 5) << depth;
    }
}

}  // namespace
}  // namespace toolhost::schema
