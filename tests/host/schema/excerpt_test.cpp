#include "schema/excerpt.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

constexpr std::size_t kLevelsMax = 8;

std::string excerptText(std::string_view text, const Interest& interest) {
    const auto excerpt = excerptOf(text, interest, kLevelsMax);
    return excerpt ? excerpt->dump() : "absent";
}

Interest everything() {
    Interest interest;
    interest.addAll();
    return interest;
}

TEST(Excerpt, IsAbsentWhereTheTextMustBeReadWhole) {
    for (const auto* text : {"",
                             "{",
                             "{} {}",
                             "[01]",
                             R"({"left out":[1,]})",
                             "\"\xff\"",
                             "[99999999999999999999]",
                             "[[[[[[[[[1]]]]]]]]]"})
        EXPECT_EQ(excerptText(text, Interest()), "absent") << text;
}

TEST(Excerpt, KeepsEveryKindOfValueThatIsOfInterest) {
    for (const auto* text : {"null",
                             "true",
                             "-7",
                             "18446744073709551615",
                             "0.1",
                             "\"caf\xc3\xa9\"",
                             R"({"a":[1,{"b":null}],"c":{}})"})
        EXPECT_EQ(excerptText(text, everything()), text);
}

TEST(Excerpt, LeavesOutWhatNobodyLooksAt) {
    EXPECT_EQ(excerptText(R"({"a":1})", Interest()), "{}");
    EXPECT_EQ(excerptText("[1,2]", Interest()), "[]");
    EXPECT_EQ(excerptText("\"text\"", Interest()), "\"text\"");
}

TEST(Excerpt, LooksIntoMembersAndItemsAsFarAsIsAsked) {
    Interest interest;
    interest.member("rows").items().member("n");
    EXPECT_EQ(excerptText(R"({"rows":[{"n":1,"x":2},{"x":3}],"more":[4]})", interest),
              R"({"rows":[{"n":1},{}]})");
}

TEST(Excerpt, KeepsNamesWithoutTheirValues) {
    Interest interest;
    interest.addNames();
    interest.member("b");
    EXPECT_EQ(excerptText(R"({"a":[1],"b":2})", interest), R"({"a":null,"b":2})");
}

TEST(Excerpt, TakesTheLastOfMembersOfOneName) {
    EXPECT_EQ(excerptText(R"({"a":1,"a":2})", everything()), R"({"a":2})");
}

}  // namespace
}  // namespace toolhost::schema
