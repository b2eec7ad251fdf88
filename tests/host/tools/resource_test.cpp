#include "tools/resource.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "tools/completion.hpp"

namespace toolhost::tools {
namespace {

using nlohmann::json;

ResourceDefinition today() {
    return defineResource(R"({"uri":"note://today","name":"today"})", "p").value();
}

TEST(DefineResource, RefusesWhatCannotBeOffered) {
    for (const auto* resource : {"",
                                 "{}",
                                 R"({"uri":"today","name":"a"})",
                                 R"({"uri":"note:","name":"a"})",
                                 R"({"uri":"note://a b","name":"a"})",
                                 R"({"uri":"note://a"})"})
        EXPECT_FALSE(defineResource(resource, "p").ok()) << resource;
    EXPECT_FALSE(defineResourceTemplate(R"({"uriTemplate":"note://a","name":"a"})", "p").ok());
    EXPECT_TRUE(defineResourceTemplate(R"({"uriTemplate":"note://{a}","name":"a"})", "p").ok());
}

TEST(ResourceDefinition, HoldsAPluginToContents) {
    EXPECT_TRUE(today().read(R"({"contents":[{"uri":"note://today","text":""}]})").ok());
    EXPECT_TRUE(today().read(R"({"contents":[{"uri":"note://today","blob":"AP8Q"}]})").ok());
    for (const auto* result : {"{}",
                               R"({"contents":[]})",
                               R"({"contents":[{"text":"no uri"}]})",
                               R"({"contents":[{"uri":"a:b"}]})",
                               R"({"contents":[{"uri":"a:b","text":"x","blob":"AP8Q"}]})",
                               R"({"contents":[{"uri":"a:b","blob":"not base64!"}]})"})
        EXPECT_FALSE(today().read(result).ok()) << result;
}

TEST(CompletionDefinition, SendsNoMoreThanAHundredValues) {
    const auto completion = completionOf(today());
    json many = {{"completion", {{"values", json::array()}, {"total", 150}}}};
    for (int i = 0; i < 150; ++i) {
        many["completion"]["values"].push_back(std::to_string(i));
    }
    const auto answer = completion.read(many.dump());
    ASSERT_TRUE(answer.ok());
    const auto sent = json::parse('{' + std::get<ResultObject>(answer.value()).members + '}');
    EXPECT_EQ(sent["completion"]["values"].size(), 100U);
    EXPECT_EQ(sent["completion"]["hasMore"], true);
    EXPECT_EQ(sent["completion"]["total"], 150);
    EXPECT_FALSE(completion.read(R"({"completion":{"values":[7]}})").ok());
    EXPECT_FALSE(completion.read("{}").ok());
}

}  // namespace
}  // namespace toolhost::tools
