#include "tools/prompt.hpp"

#include <gtest/gtest.h>

namespace toolhost::tools {
namespace {

using nlohmann::json;

PromptDefinition letter() {
    return definePrompt(
               R"({"name":"letter","arguments":[{"name":"to","required":true},{"name":"tone"}]})",
               "p",
               "")
        .value();
}

TEST(DefinePrompt, RefusesWhatCannotBeOffered) {
    for (const auto* prompt : {"",
                               "[]",
                               "{}",
                               R"({"name":"With Spaces"})",
                               R"({"name":"a","arguments":{}})",
                               R"({"name":"a","arguments":["x"]})",
                               R"({"name":"a","arguments":[{"name":""}]})",
                               R"({"name":"a","arguments":[{"name":"x"},{"name":"x"}]})"})
        EXPECT_FALSE(definePrompt(prompt, "p", "").ok()) << prompt;
}

TEST(DefinePrompt, PutsThePrefixBeforeItsName) {
    const auto prompt = definePrompt(R"({"name":"letter","title":"Letter"})", "p", "ours_").value();
    EXPECT_EQ(prompt.name, "ours_letter");
    EXPECT_EQ(prompt.local_name, "letter");
    EXPECT_EQ(json::parse(prompt.json), (json{{"name", "ours_letter"}, {"title", "Letter"}}));
}

TEST(PromptDefinition, SaysWhatIsWrongWithArguments) {
    EXPECT_EQ(letter().complaintAbout({{"to", "Ada"}}), "");
    EXPECT_EQ(letter().complaintAbout(json::object()), "argument to is missing");
    EXPECT_EQ(letter().complaintAbout({{"to", 7}}), "argument to must be a string");
    EXPECT_EQ(letter().complaintAbout({{"to", "Ada"}, {"tune", "x"}}),
              "there is no argument \"tune\"");
}

TEST(PromptDefinition, HoldsAPluginToMessages) {
    const auto good = letter().read(
        R"({"description":"d","messages":[{"role":"user","content":{"type":"text","text":"x"}}],"_meta":{"a":1},"ttlMs":5})");
    ASSERT_TRUE(good.ok()) << good.error().what;
    const auto& object = std::get<ResultObject>(good.value());
    EXPECT_EQ(
        object.members,
        R"("description":"d","messages":[{"role":"user","content":{"type":"text","text":"x"}}])");
    EXPECT_EQ(object.meta, R"({"a":1})");
    for (const auto* result : {"{}",
                               "[]",
                               R"({"messages":{}})",
                               R"({"messages":[{"role":"system","content":{"type":"text"}}]})",
                               R"({"messages":[{"role":"user","content":"text"}]})",
                               R"({"messages":[],"_meta":7})"})
        EXPECT_FALSE(letter().read(result).ok()) << result;
}

}  // namespace
}  // namespace toolhost::tools
