#include "loader/declared/tool_text.hpp"

#include <gtest/gtest.h>

#include "tools/definition.hpp"

#include "desk_declaration.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

struct Arguments {
    std::size_t tool;
    const char* json;
    const char* says;  ///< empty: they are good
};

class DeskArguments : public testing::TestWithParam<Arguments> {};

TEST_P(DeskArguments, AreHeldToTheDeclaration) {
    const auto& [tool, arguments, says] = GetParam();
    const auto definition = tools::define(toolText(deskDeclaration().tools[tool], {}), "desk", "");
    ASSERT_TRUE(definition.ok()) << definition.error().what;
    const auto violations = definition.value().input.check(json::parse(arguments));
    const std::string words = schema::describe(violations);
    if (*says == '\0') {
        EXPECT_EQ(words, "");
    } else {
        EXPECT_NE(words.find(says), std::string::npos) << words;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    DeskArguments,
    testing::Values(Arguments{kListTool, R"({"state":"3"})", "state must be one of"},
                    Arguments{kListTool, R"({"words":""})", "words"},
                    Arguments{kListTool, R"({"limit":51})", "limit"},
                    Arguments{kListTool, R"({"category":"software"})", "category"},
                    Arguments{kListTool, R"({"instance":"prod"})", "instance"},
                    Arguments{kListTool, R"({"priorities":1})", "priorities"},
                    Arguments{kListTool, R"({"priorities":[1],"words":"disk","limit":50})", ""},
                    Arguments{kGetTool, "{}", "number"},
                    Arguments{kGetTool, R"({"number":"INC1"})", ""},
                    Arguments{kCreateTool, "{}", "summary"},
                    Arguments{kCreateTool, R"({"summary":"","urgency":1})", ""},
                    Arguments{kUpdateTool, R"({"number":"INC1","work_notes":"x"})", ""}));

TEST(ToolText, SaysWhatTheToolDoesToRecords) {
    const auto tools = deskDeclaration().tools;
    const auto hints = [&tools](std::size_t tool) {
        return json::parse(toolText(tools[tool], {}))["annotations"];
    };
    EXPECT_EQ(hints(kListTool)["readOnlyHint"], true);
    EXPECT_EQ(hints(kGetTool)["readOnlyHint"], true);
    EXPECT_EQ(hints(kCreateTool)["readOnlyHint"], false);
    EXPECT_EQ(hints(kCreateTool)["destructiveHint"], false);
    EXPECT_EQ(hints(kUpdateTool)["destructiveHint"], true);
}

TEST(ToolText, LetsTheCallerChooseAnInstanceOnlyWhereThereIsAChoice) {
    const auto tool = deskDeclaration().tools[kGetTool];
    EXPECT_FALSE(json::parse(toolText(tool, {}))["inputSchema"]["properties"].contains("instance"));
    EXPECT_EQ(json::parse(toolText(
                  tool, {"prod", "test"}))["inputSchema"]["properties"]["instance"]["enum"],
              json({"prod", "test"}));
}

TEST(ToolText, KeepsTheOrderOfTheDeclaration) {
    const std::string text = toolText(deskDeclaration().tools[kListTool], {});
    EXPECT_LT(text.find("\"words\""), text.find("\"state\""));
    EXPECT_LT(text.find("\"state\""), text.find("\"priorities\""));
}

}  // namespace
}  // namespace toolhost::loader
