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

}  // namespace
}  // namespace toolhost::schema
