#include "jsonrpc/members.hpp"

#include <gtest/gtest.h>

namespace toolhost::jsonrpc {
namespace {

TEST(Members, RefusesAMemberNamedTwiceHoweverItIsEscaped) {
    const auto members = Members::read(R"({"name":"a","n\u0061me":"b"})");
    ASSERT_FALSE(members.ok());
    EXPECT_EQ(members.error().what, "member \"name\" comes twice");
}

TEST(Members, RefusesInvalidJsonDeepInside) {
    EXPECT_FALSE(Members::read(R"({"a":{"b":[1,2,}]}})").ok());
    EXPECT_FALSE(Members::read(R"({"a":01})").ok());
    EXPECT_FALSE(Members::read("[1]").ok());
}

TEST(Members, GivesEachValueAsItWasWritten) {
    const std::string text =
        R"({ "a" : 1.50 , "b":"x" , "c" : [ 1, 2 ] ,"d":null, "e":{"k":"}"} })";
    const auto members = Members::read(text);
    ASSERT_TRUE(members.ok()) << members.error().what;
    EXPECT_EQ(members.value().find("a"), "1.50");
    EXPECT_EQ(members.value().findString("b"), "x");
    EXPECT_EQ(members.value().find("c"), "[ 1, 2 ]");
    EXPECT_EQ(members.value().find("d"), "null");
    EXPECT_EQ(members.value().find("e"), R"({"k":"}"})");
    EXPECT_TRUE(members.value().isObject("e"));
    EXPECT_FALSE(members.value().findString("a"));
    EXPECT_FALSE(members.value().find("x"));
}

TEST(StringValue, DecodesEscapes) {
    EXPECT_EQ(stringValue(R"("a\u00e9\n")"), "a\xc3\xa9\n");
    EXPECT_FALSE(stringValue("7"));
}

}  // namespace
}  // namespace toolhost::jsonrpc
