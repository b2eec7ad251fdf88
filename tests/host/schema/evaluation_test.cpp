#include "schema/evaluation.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include <gtest/gtest.h>

#include "schema/schema.hpp"

namespace toolhost::schema {
namespace {

using nlohmann::json;

Schema compiled(const json& schema, const Options& options = {}) {
    auto result = Schema::compile(schema, options);
    EXPECT_TRUE(result) << (result ? "" : result.error().what);
    return result ? std::move(result).value() : Schema::compile("false").value();
}

json nested(std::size_t levels) {
    json value = json::array();
    for (std::size_t i = 1; i < levels; ++i) {
        json outer = json::array();
        outer.push_back(std::move(value));
        value = std::move(outer);
    }
    return value;
}

TEST(Evaluation, RefusesAnInstanceNestedBeyondItsBound) {
    Options options;
    options.bounds.instance_depth_max = 3;
    const Schema schema = compiled(true, options);
    EXPECT_TRUE(schema.check(nested(3)).empty());
    EXPECT_EQ(describe(schema.check(nested(4))), "the value is nested deeper than 3 levels");
}

TEST(Evaluation, SurvivesAnInstanceNestedFarBeyondAnyStack) {
    const Schema schema = compiled(json::parse(R"({"items":{"$ref":"#"},"uniqueItems":true})"));
    EXPECT_NE(describe(schema.check(nested(100'000))).find("nested deeper"), std::string::npos);
}

TEST(Evaluation, ReachesEveryLevelAnInstanceMayHave) {
    const Schema schema = compiled(json::parse(
        R"({"anyOf":[{"type":"array","allOf":[{"items":{"$ref":"#"}}]},{"type":"null"}]})"));
    EXPECT_TRUE(schema.check(nested(Bounds().instance_depth_max)).empty());
}

TEST(Evaluation, SaysSoWhenASchemaGoesRoundWithoutEnd) {
    const Schema schema = compiled(json::parse(R"({"anyOf":[{"type":"string"},{"$ref":"#"}]})"));
    EXPECT_TRUE(schema.check(json("x")).empty());
    const std::string text = describe(schema.check(json(1)));
    EXPECT_NE(text.find("could not be checked: the schema refers to itself"), std::string::npos)
        << text;
}

TEST(Evaluation, DoesNotLetNotTurnAGivenUpCheckIntoAPass) {
    const Schema schema = compiled(json::parse(R"({"not":{"anyOf":[false,{"$ref":"#/not"}]}})"));
    EXPECT_FALSE(schema.check(json(1)).empty());
}

TEST(Evaluation, StopsWhenTheWorkIsTooMuch) {
    Options options;
    options.bounds.evaluation_steps_max = 10;
    const Schema schema = compiled(json::parse(R"({"items":{"type":"integer"}})"), options);
    EXPECT_TRUE(schema.check(json::parse("[1,2,3,4,5,6,7,8,9]")).empty());
    const std::string text = describe(schema.check(json::parse("[1,2,3,4,5,6,7,8,9,10]")));
    EXPECT_NE(text.find("more work than is allowed"), std::string::npos) << text;
}

/// Each level refers twice to the next: 2^60 checks for whoever makes them all.
json doubling(int levels) {
    json schema = {{"$ref", "#/$defs/l0"}};
    for (int i = 0; i < levels; ++i) {
        const json next = {{"$ref", "#/$defs/l" + std::to_string(i + 1)}};
        schema["$defs"]["l" + std::to_string(i)] = {{"allOf", {next, next}}};
    }
    schema["$defs"]["l" + std::to_string(levels)] = {{"type", "integer"}};
    return schema;
}

TEST(Evaluation, StopsAtASchemaThatMultipliesItsWork) {
    const std::string text = describe(compiled(doubling(60)).check(json(1)));
    EXPECT_NE(text.find("more work than is allowed"), std::string::npos) << text;
}

TEST(Evaluation, ExplainsNestedAlternativesWithoutMultiplyingTheWork) {
    json schema = {{"type", "string"}};
    for (int i = 0; i < 40; ++i)
        schema = {{"anyOf", {schema, {{"type", "null"}}}}};
    const std::string text = describe(compiled(schema).check(json(1)));
    EXPECT_NE(text.find("must match one of 2 alternatives"), std::string::npos) << text;
    EXPECT_EQ(text.find("work"), std::string::npos) << text;
}

TEST(Evaluation, ReportsAtMostSoManyViolations) {
    const Schema schema = compiled(json::parse(R"({"items":{"type":"integer"}})"));
    json strings = json::array();
    for (int i = 0; i < 100; ++i)
        strings.push_back("x");
    EXPECT_EQ(schema.check(strings).size(), Bounds().violations_max);
}

TEST(Evaluation, DecidesAHardButRegularPatternOnALongText) {
    const Schema schema = compiled({{"pattern", "^(a|b)*$"}});
    const std::string text(200'000, 'a');
    EXPECT_TRUE(schema.check(json(text)).empty());
    EXPECT_NE(describe(schema.check(json(text + "c"))).find("must match the pattern"),
              std::string::npos);
}

TEST(Evaluation, SaysSoWhenAPatternGivesUp) {
    const Schema schema = compiled({{"pattern", "^(?=(a+)+b)(a|aa)+\\1c$"}});
    const std::string text = describe(schema.check(json(std::string(200'000, 'a') + "d")));
    EXPECT_NE(text.find("matching gave up"), std::string::npos) << text;
}

TEST(Evaluation, DoesNotLetNotTurnAGivenUpPatternIntoAPass) {
    const Schema schema = compiled({{"not", {{"pattern", "^(a|aa)+\\1c$"}}}});
    EXPECT_NE(describe(schema.check(json(std::string(50'000, 'a')))).find("gave up"),
              std::string::npos);
}

TEST(Evaluation, BoundsTheWorkOfManyHardPatterns) {
    const Schema schema = compiled({{"items", {{"not", {{"pattern", "^(a|aa)+$"}}}}}});
    const auto texts = [](std::size_t count) {
        return json(std::vector<std::string>(count, std::string(40, 'a') + "!"));
    };
    EXPECT_TRUE(schema.check(texts(100)).empty());
    const std::string text = describe(schema.check(texts(1000)));
    EXPECT_NE(text.find("more work than is allowed"), std::string::npos) << text;
}

TEST(Evaluation, AcceptsABase64TextOfAMegabyte) {
    const Schema schema = compiled({{"pattern", "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==)?$"}});
    EXPECT_EQ(describe(schema.check(json(std::string(1U << 20U, 'A')))), "");
}

TEST(Evaluation, SaysNothingOfUnevaluatedPropertiesWhileOthersAreWrong) {
    const Schema schema = compiled(
        json::parse(R"({"properties":{"a":{"type":"string"}},"unevaluatedProperties":false})"));
    EXPECT_EQ(describe(schema.check({{"a", 1}})), "a must be a string (got 1)");
}

TEST(Evaluation, LooksAtNoAnnotationsOfAFailedBranch) {
    const Schema schema = compiled(json::parse(
        R"({"anyOf":[{"properties":{"a":true},"required":["z"]},{"properties":{"b":true}}],
            "unevaluatedProperties":false})"));
    EXPECT_TRUE(schema.check({{"b", 1}}).empty());
    EXPECT_FALSE(schema.check({{"a", 1}}).empty());
}

TEST(Evaluation, CountsItemsThatContainsFoundAsEvaluated) {
    const Schema schema = compiled(
        json::parse(R"({"contains":{"type":"integer"},"unevaluatedItems":{"type":"string"}})"));
    EXPECT_TRUE(schema.check(json::parse(R"([1,"a",2])")).empty());
    EXPECT_FALSE(schema.check(json::parse(R"([1,null])")).empty());
}

}  // namespace
}  // namespace toolhost::schema
