#include "schema/text.hpp"

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

TEST(CodePointCount, CountsCharactersNotBytes) {
    EXPECT_EQ(codePointCount(""), 0U);
    EXPECT_EQ(codePointCount("aé€😀"), 4U);
}

TEST(CodePointAt, ReadsEveryLength) {
    EXPECT_EQ(codePointAt("é", 0).value, U'é');
    EXPECT_EQ(codePointAt("€", 0).value, U'€');
    EXPECT_EQ(codePointAt("x😀", 1).value, U'😀');
    EXPECT_EQ(codePointAt("x😀", 1).bytes, 4U);
}

TEST(CodePointAt, TakesACutSequenceByteByByte) {
    EXPECT_EQ(codePointAt("\xe2\x82", 0).bytes, 1U);
}

TEST(Shortened, CutsBetweenCharacters) {
    EXPECT_EQ(shortened("abc", 3), "abc");
    EXPECT_EQ(shortened("aéb", 2), "a…");
    EXPECT_EQ(shortened("aéb", 3), "aé…");
}

}  // namespace
}  // namespace toolhost::schema
