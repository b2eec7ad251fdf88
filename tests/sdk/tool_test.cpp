#include <gtest/gtest.h>

#include <toolhost/plugin.hpp>

namespace toolhost::sdk {
namespace {

struct Sum {
    int total = 0;
    template <class Field>
    void fields(Field& field) {
        field("total", total, "The sum");
    }
};

struct Pair {
    int a = 0;
    int b = 0;
    template <class Field>
    void fields(Field& field) {
        field("a", a, "");
        field("b", b, "");
    }
};

TEST(Tool, GetsBothSchemasFromATypedFunction) {
    Tool tool("add", "Adds.");
    tool.runs([](const Pair& pair) { return Sum{pair.a + pair.b}; });
    EXPECT_EQ(tool.definition()["inputSchema"]["required"], SchemaJson::array({"a", "b"}));
    EXPECT_EQ(tool.definition()["outputSchema"]["properties"]["total"]["type"], "integer");
}

TEST(Tool, HasAnEmptyObjectForNoInput) {
    Tool tool("now", "Tells the time.");
    tool.runs([](const NoInput&) { return Result::text("now"); });
    EXPECT_EQ(tool.definition()["inputSchema"].dump(),
              R"({"type":"object","properties":{},"additionalProperties":false})");
}

TEST(Plugin, FindsItsToolsByName) {
    Plugin plugin;
    plugin.tool("a", "A.", [](const NoInput&) { return Result::text(""); }).readOnly();
    EXPECT_NE(plugin.find("a"), nullptr);
    EXPECT_EQ(plugin.find("b"), nullptr);
    EXPECT_TRUE(plugin.definitions()[0]["annotations"]["readOnlyHint"]);
}

}  // namespace
}  // namespace toolhost::sdk
