#include <utility>

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

TEST(Tool, TellsTheHostWhetherItsCallsGoOnAsTasks) {
    Tool tool("t", "d");
    EXPECT_FALSE(tool.definition().contains("toolhost"));
    EXPECT_EQ(tool.asTask(AsTask::WhenSlow).definition()["toolhost"]["task"], "when_slow");
    EXPECT_EQ(tool.asTask(AsTask::Always).definition()["toolhost"]["task"], "always");
    EXPECT_EQ(tool.asTask(AsTask::Never).definition()["toolhost"]["task"], "never");
    EXPECT_EQ(tool.asTask(AsTask::Required).definition()["toolhost"]["task"], "required");
}

TEST(Plugin, ListsWhatIsOfferedAtTheMoment) {
    Plugin plugin;
    bool is_offered = false;
    plugin.tool("a", "A.", [](const NoInput&) { return Result::text(""); }).readOnly();
    plugin.tool("b", "B.", [](const NoInput&) { return Result::text(""); }).offeredWhile([&] {
        return is_offered;
    });
    EXPECT_EQ(plugin.repertoire().list(TOOLHOST_LIST_TOOLS)->size(), 1U);
    EXPECT_TRUE(
        plugin.repertoire().list(TOOLHOST_LIST_TOOLS)->at(0)["annotations"]["readOnlyHint"]);
    is_offered = true;
    EXPECT_EQ(plugin.repertoire().list(TOOLHOST_LIST_TOOLS)->size(), 2U);
    EXPECT_EQ(plugin.repertoire().list(TOOLHOST_LIST_PROMPTS)->size(), 0U);
    EXPECT_FALSE(plugin.repertoire().list(99));
}

TEST(Contents, WritesBytesAsBase64) {
    for (const auto& [bytes, text] : {std::pair("", ""),
                                      std::pair("f", "Zg=="),
                                      std::pair("fo", "Zm8="),
                                      std::pair("foo", "Zm9v"),
                                      std::pair("foobar", "Zm9vYmFy"),
                                      std::pair("\xff\xfe", "//4=")})
        EXPECT_EQ(base64(bytes), text);
}

}  // namespace
}  // namespace toolhost::sdk
