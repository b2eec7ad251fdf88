#include "loader/declared/declaration.hpp"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "desk_declaration.hpp"

namespace toolhost::loader {
namespace {

/// What is spoiled in the good document: a JSON Patch, and what must be said of it.
struct Spoiled {
    const char* name;
    const char* patch;
    const char* place;
    const char* says;
};

class SpoiledDeclaration : public testing::TestWithParam<Spoiled> {};

TEST_P(SpoiledDeclaration, IsRefusedWithThePlaceAndWhatIsExpectedThere) {
    const Spoiled& spoiled = GetParam();
    const auto document = deskDocument().patch(nlohmann::json::parse(spoiled.patch));
    const auto read = readDeclaration(document.dump());
    ASSERT_FALSE(read.ok());
    EXPECT_NE(read.error().what.find(spoiled.place), std::string::npos) << read.error().what;
    EXPECT_NE(read.error().what.find(spoiled.says), std::string::npos) << read.error().what;
}

#define AT(place) "at " place ": "

INSTANTIATE_TEST_SUITE_P(
    Gallery,
    SpoiledDeclaration,
    testing::Values(
        Spoiled{"no_id", R"([{"op":"remove","path":"/id"}])", "at the top", "id"},
        Spoiled{"bad_id", R"([{"op":"replace","path":"/id","value":"desk"}])", "its id", "reverse"},
        Spoiled{"bad_version",
                R"([{"op":"replace","path":"/version","value":"one"}])",
                "its version",
                "semantic"},
        Spoiled{"no_tools", R"([{"op":"replace","path":"/tools","value":[]}])", "/tools", "1"},
        Spoiled{"unknown_member",
                R"([{"op":"add","path":"/tools/0/filters","value":{}}])",
                "at /tools/0",
                "filters"},
        Spoiled{"unknown_operation",
                R"([{"op":"replace","path":"/tools/0/operation","value":"delete"}])",
                AT("/tools/0/operation"),
                "list"},
        Spoiled{"no_fields",
                R"([{"op":"remove","path":"/tools/0/fields"}])",
                AT("/tools/0"),
                "needs fields"},
        Spoiled{"field_that_is_none",
                R"([{"op":"add","path":"/tools/0/fields/0","value":"a^b"}])",
                "/tools/0/fields/0",
                "pattern"},
        Spoiled{"table_that_is_none",
                R"([{"op":"replace","path":"/tools/0/table","value":"incident?x"}])",
                "/tools/0/table",
                "pattern"},
        Spoiled{"limit_of_a_get",
                R"([{"op":"add","path":"/tools/1/limit","value":{"max":3}}])",
                AT("/tools/1/limit"),
                "takes no limit"},
        Spoiled{"filter_of_a_create",
                R"([{"op":"add","path":"/tools/2/filter","value":{"field":"a","value":"b"}}])",
                AT("/tools/2/filter"),
                "takes no filter"},
        Spoiled{"parameters_of_a_get",
                R"([{"op":"add","path":"/tools/1/parameters","value":[]}])",
                AT("/tools/1/parameters"),
                "takes no parameters"},
        Spoiled{"filter_nobody_understands",
                R"([{"op":"replace","path":"/tools/0/filter/field","value":"Category"}])",
                AT("/tools/0/filter"),
                "needs field"},
        Spoiled{"filter_with_an_unknown_operator",
                R"([{"op":"add","path":"/tools/0/filter/operator","value":"like"}])",
                AT("/tools/0/filter"),
                "like"},
        Spoiled{"query_nobody_understands",
                R"([{"op":"replace","path":"/tools/0/query","value":"active"}])",
                AT("/tools/0/query"),
                "active"},
        Spoiled{"default_above_the_limit",
                R"([{"op":"replace","path":"/tools/0/limit/default","value":51}])",
                AT("/tools/0/limit/default"),
                "more than max"},
        Spoiled{"default_that_is_no_choice",
                R"([{"op":"replace","path":"/tools/0/parameters/1/default","value":"3"}])",
                AT("/tools/0/parameters/1/default"),
                "one of"},
        Spoiled{"default_of_another_type",
                R"([{"op":"replace","path":"/tools/2/parameters/1/default","value":"low"}])",
                AT("/tools/2/parameters/1/default"),
                "integer"},
        Spoiled{"default_of_an_update",
                R"([{"op":"add","path":"/tools/3/parameters/0/default","value":"seen"}])",
                AT("/tools/3/parameters/0/default"),
                "fixed_values"},
        Spoiled{"default_of_what_is_required",
                R"([{"op":"add","path":"/tools/2/parameters/0/default","value":"seen"}])",
                AT("/tools/2/parameters/0/default"),
                "always given"},
        Spoiled{"parameter_twice",
                R"([{"op":"replace","path":"/tools/0/parameters/1/name","value":"words"}])",
                AT("/tools/0/parameters/1/name"),
                "already"},
        Spoiled{"parameter_named_as_the_key",
                R"([{"op":"replace","path":"/tools/3/parameters/0/name","value":"number"}])",
                AT("/tools/3/parameters/0/name"),
                "already"},
        Spoiled{"parameter_named_cursor",
                R"([{"op":"replace","path":"/tools/0/parameters/1/name","value":"cursor"}])",
                AT("/tools/0/parameters/1/name"),
                "already"},
        Spoiled{"parameter_that_would_overwrite_a_fixed_value",
                R"([{"op":"replace","path":"/tools/2/parameters/0/field","value":"category"}])",
                AT("/tools/2/parameters/0/field"),
                "fixed_values"},
        Spoiled{
            "parameter_that_writes_another_record",
            R"([{"op":"replace","path":"/tools/2/parameters/0/field","value":"caller_id.name"}])",
            AT("/tools/2/parameters/0/field"),
            "another record"},
        Spoiled{
            "two_parameters_for_one_field",
            R"([{"op":"add","path":"/tools/2/parameters/1/field","value":"short_description"}])",
            AT("/tools/2/parameters/1/field"),
            "same field"},
        Spoiled{"comparison_of_what_is_written",
                R"([{"op":"add","path":"/tools/2/parameters/0/operator","value":"="}])",
                AT("/tools/2/parameters/0/operator"),
                "written"},
        Spoiled{"update_of_nothing",
                R"([{"op":"remove","path":"/tools/3/parameters"}])",
                AT("/tools/3"),
                "write nothing"},
        Spoiled{"tool_twice",
                R"([{"op":"replace","path":"/tools/1/name","value":"list_incidents"}])",
                AT("/tools/1/name"),
                "another tool"}),
    [](const auto& spoiled) { return std::string(spoiled.param.name); });

TEST(ReadDeclaration, RefusesWhatIsNoJson) {
    EXPECT_EQ(readDeclaration("{\"id\":").error().what, "it is not JSON in UTF-8");
    EXPECT_EQ(readDeclaration("\"\xff\"").error().what, "it is not JSON in UTF-8");
}

TEST(ReadDeclaration, RefusesAMemberThatIsNamedTwice) {
    const auto read = readDeclaration(R"({"id":"a.b","tools":[{"table":"x","table":"y"}]})");
    ASSERT_FALSE(read.ok());
    EXPECT_NE(read.error().what.find("\"table\" twice"), std::string::npos) << read.error().what;
}

TEST(ReadDeclaration, RefusesMoreThanAMebibyteAndSurvivesDeepNesting) {
    EXPECT_NE(
        readDeclaration(std::string(kDeclarationBytesMax + 1, ' ')).error().what.find("bytes"),
        std::string::npos);
    const std::size_t half = kDeclarationBytesMax / 2;
    EXPECT_FALSE(readDeclaration(std::string(half, '[') + std::string(half, ']')).ok());
}

TEST(ReadDeclaration, ReadsWhatIsDeclaredAndWhatStandsForTheRest) {
    const Declaration desk = deskDeclaration();
    EXPECT_EQ(desk.id, "com.example.hardware-desk");
    EXPECT_EQ(desk.version, "1.2.0");
    ASSERT_EQ(desk.tools.size(), 4U);
    const DeclaredTool& list = desk.tools[kListTool];
    EXPECT_EQ(list.order, "^ORDERBYDESCopened_at^ORDERBYnumber");
    EXPECT_EQ(list.query, "active=true");
    EXPECT_EQ(list.limit.most, 50U);
    EXPECT_EQ(list.parameters[1].field, "state");
    EXPECT_EQ(list.parameters[1].compared_by, "=");
    EXPECT_EQ(list.display, "display");
    EXPECT_EQ(desk.tools[kUpdateTool].operation, Operation::Update);
    EXPECT_EQ(desk.tools[kCreateTool].key, "sys_id");
}

TEST(ReadDeclaration, KeepsItsOwnUsualLimitBelowTheDeclaredOne) {
    const auto document = deskDocument().patch(
        nlohmann::json::parse(R"([{"op":"replace","path":"/tools/0/limit","value":{"max":3}}])"));
    EXPECT_EQ(readDeclaration(document.dump()).value().tools[kListTool].limit.otherwise, 3U);
}

TEST(ReadDeclaration, ReadsTheExampleThatIsShipped) {
    std::ifstream in(DECLARED_EXAMPLE);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto read = readDeclaration(text);
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_EQ(read.value().tools.size(), 4U);
}

}  // namespace
}  // namespace toolhost::loader
