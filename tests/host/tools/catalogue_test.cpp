#include "tools/catalogue.hpp"

#include <gtest/gtest.h>

#include "fake_tool.hpp"

namespace toolhost::tools {
namespace {

TEST(Catalogue, RefusesASecondToolOfTheSameName) {
    Catalogue catalogue;
    ASSERT_TRUE(catalogue.add({.tools = {std::make_shared<FakeTool>("now", "first")}}).ok());
    const auto added = catalogue.add({.tools = {std::make_shared<FakeTool>("other", "second"),
                                                std::make_shared<FakeTool>("now", "second")}});
    ASSERT_FALSE(added.ok());
    EXPECT_NE(added.error().what.find("already comes from plugin first"), std::string::npos);
    EXPECT_EQ(catalogue.tools().find("other"), nullptr) << "all of a plugin's tools or none";
}

TEST(Catalogue, RefusesAPluginThatDeclaresATwin) {
    Catalogue catalogue;
    const auto added = catalogue.add(
        {.tools = {std::make_shared<FakeTool>("a", "p"), std::make_shared<FakeTool>("a", "p")}});
    ASSERT_FALSE(added.ok());
    EXPECT_NE(added.error().what.find("twice"), std::string::npos);
}

TEST(Catalogue, KeepsTheOrderOfDeclaration) {
    Catalogue catalogue;
    ASSERT_TRUE(catalogue
                    .add({.tools = {std::make_shared<FakeTool>("z", "p"),
                                    std::make_shared<FakeTool>("a", "p")}})
                    .ok());
    EXPECT_EQ(catalogue.tools().names(), (std::vector<std::string>{"z", "a"}));
    EXPECT_EQ(catalogue.tools().find("missing"), nullptr);
    EXPECT_NE(catalogue.tools().find("a"), nullptr);
}

}  // namespace
}  // namespace toolhost::tools
