#include "loader/checkup/hostile_arguments.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include <gtest/gtest.h>

namespace toolhost::loader {
namespace {

using nlohmann::json;

std::optional<std::string> conforming(const json& schema) {
    return conformingArguments(schema, schema::Schema::compile(schema).value());
}

struct Wanted {
    const char* property;
    bool is_known;
};

class RequiredProperty : public testing::TestWithParam<Wanted> {};

TEST_P(RequiredProperty, GetsAValueThatConforms) {
    json schema = {{"type", "object"}, {"required", {"it"}}};
    schema["properties"]["it"] = json::parse(GetParam().property);
    const auto arguments = conforming(schema);
    ASSERT_EQ(arguments.has_value(), GetParam().is_known);
    if (!arguments) return;
    EXPECT_TRUE(schema::Schema::compile(schema).value().checkText(*arguments).empty())
        << *arguments;
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RequiredProperty,
    testing::Values(Wanted{R"({"type":"string"})", true},
                    Wanted{R"({"type":"string","minLength":50,"maxLength":120})", true},
                    Wanted{R"({"type":"string","pattern":"^[0-9a-f]{32}$"})", true},
                    Wanted{R"({"type":"string","pattern":"^only I know$"})", false},
                    Wanted{R"({"pattern":"^only I know$","examples":["only I know"]})", true},
                    Wanted{R"({"type":"integer","minimum":17})", true},
                    Wanted{R"({"enum":[{"deep":[1]}]})", true},
                    Wanted{R"({"type":"array","items":{"type":"integer"},"minItems":1})", true},
                    Wanted{R"({"type":"boolean"})", true}));

TEST(ConformingArguments, TakeOptionalPropertiesThatFitTheWhole) {
    const auto arguments = conforming(json::parse(
        R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},
            "not":{"required":["a","b"]}})"));
    ASSERT_TRUE(arguments.has_value());
    EXPECT_EQ(json::parse(*arguments).size(), 1U) << *arguments;
}

TEST(HostileArguments, AreAsManyAsAskedForAndTheSameEachTime) {
    const json schema = json::parse(R"({"properties":{"a":{"type":"string"}}})");
    for (const std::size_t count : {0U, 5U, 200U}) {
        const auto all = hostileArguments(schema, count);
        EXPECT_EQ(all.size(), count);
        EXPECT_EQ(all, hostileArguments(schema, count));
    }
}

TEST(HostileArguments, AreOfEveryKind) {
    const auto all = hostileArguments(json::parse(R"({"properties":{"a":{}}})"), 200);
    std::set<std::string> kinds;
    for (const auto& text : all) {
        const json value = json::parse(text, nullptr, false);
        kinds.insert(value.is_discarded() ? "broken" : value.type_name());
        if (value.is_object() && value.contains("a"))
            kinds.insert("a:" + std::string(value["a"].type_name()));
        if (text.size() > 1'000'000) kinds.insert("huge");
    }
    for (const char* kind : {"broken",
                             "null",
                             "array",
                             "number",
                             "string",
                             "object",
                             "huge",
                             "a:null",
                             "a:boolean",
                             "a:number",
                             "a:array",
                             "a:object"}) {
        EXPECT_TRUE(kinds.contains(kind)) << kind;
    }
}

}  // namespace
}  // namespace toolhost::loader
