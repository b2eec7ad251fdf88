#include "schema/json_pointer.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

using Tokens = std::vector<std::string>;

TEST(PointerTokens, RefusesWhatIsNoPointer) {
    EXPECT_FALSE(pointerTokens("a"));
    EXPECT_FALSE(pointerTokens("/~"));
    EXPECT_FALSE(pointerTokens("/~2"));
}

TEST(PointerTokens, Unescapes) {
    EXPECT_EQ(pointerTokens(""), Tokens());
    EXPECT_EQ(pointerTokens("/"), Tokens{""});
    EXPECT_EQ(pointerTokens("/a~1b/~01"), (Tokens{"a/b", "~1"}));
}

TEST(PointerToken, Escapes) {
    EXPECT_EQ(pointerToken("~a/b"), "/~0a~1b");
}

TEST(ChildAt, FindsNothingOutsideOfTheValue) {
    const auto array = nlohmann::json::parse("[7]");
    for (const char* const token : {"1", "-", "00", "+0", "", "99999999999999999999"})
        EXPECT_EQ(childAt(array, token), nullptr) << token;
    EXPECT_EQ(childAt(nlohmann::json(1), "0"), nullptr);
    EXPECT_EQ(*childAt(array, "0"), 7);
}

}  // namespace
}  // namespace toolhost::schema
