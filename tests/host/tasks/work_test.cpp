#include "tasks/work.hpp"

#include <gtest/gtest.h>

#include "fake_tool.hpp"

namespace toolhost::tasks {
namespace {

using tools::FakeTool;

tools::Catalogue catalogueOf(const std::shared_ptr<tools::Tool>& tool) {
    tools::Catalogue catalogue;
    EXPECT_TRUE(catalogue.add({.tools = {tool}}).ok());
    return catalogue;
}

std::shared_ptr<const identity::Principal> abel() {
    auto principal = std::make_shared<identity::Principal>();
    principal->subject = "abel";
    return principal;
}

TEST(Work, IsRefusedWhenItsToolIsGone) {
    const auto order =
        orderFor({.tool = "gone", .arguments = "{}", .particulars = {}, .principal = ""},
                 abel(),
                 catalogueOf(std::make_shared<FakeTool>("other", "p")));
    ASSERT_FALSE(order.ok());
    EXPECT_NE(order.error().what.find("gone"), std::string::npos);
}

TEST(Work, IsRefusedWhenItsToolWantsOtherArgumentsNow) {
    const auto catalogue = catalogueOf(std::make_shared<FakeTool>("tool", "p"));
    EXPECT_TRUE(orderFor({.tool = "tool", .arguments = "{}", .particulars = {}, .principal = ""},
                         abel(),
                         catalogue)
                    .ok());
    const auto order = orderFor(
        {.tool = "tool", .arguments = "[]", .particulars = {}, .principal = ""}, abel(), catalogue);
    ASSERT_FALSE(order.ok());
    EXPECT_NE(order.error().what.find("other arguments"), std::string::npos);
}

TEST(Work, IsAllThatRunsACallAgain) {
    const auto tool = std::make_shared<FakeTool>("tool", "p");
    const calls::Order order{.callable = tool,
                             .principal = abel(),
                             .arguments = R"({"a":1})",
                             .caller_left = {},
                             .particulars = {.meta = "m",
                                             .client_capabilities = "{}",
                                             .trace = "t",
                                             .answers = "{}",
                                             .state = std::string("\0s", 2)}};
    const auto again = orderFor(workOf(order), abel(), catalogueOf(tool));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().callable, tool);
    EXPECT_EQ(again.value().arguments, order.arguments);
    EXPECT_EQ(again.value().particulars.meta, "m");
    EXPECT_EQ(again.value().particulars.trace, "t");
    EXPECT_EQ(again.value().particulars.state, order.particulars.state);
}

TEST(Work, RunsTwiceOnlyWhereThatDoesNoHarm) {
    EXPECT_FALSE(mayRunTwice(FakeTool("a", "p").definition()));
    EXPECT_TRUE(mayRunTwice(
        FakeTool("b", "p", {}, R"(,"annotations":{"readOnlyHint":true})").definition()));
    EXPECT_TRUE(mayRunTwice(
        FakeTool("c", "p", {}, R"(,"annotations":{"idempotentHint":true})").definition()));
}

}  // namespace
}  // namespace toolhost::tasks
