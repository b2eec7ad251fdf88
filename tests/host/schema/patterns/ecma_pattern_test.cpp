#include "schema/patterns/ecma_pattern.hpp"

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

class NotEcma : public testing::TestWithParam<const char*> {};

TEST_P(NotEcma, IsRefused) {
    EXPECT_FALSE(translateEcmaPattern(GetParam())) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Table,
                         NotEcma,
                         testing::Values("a\\Z",
                                         "\\Aa",
                                         "\\a",
                                         "\\e",
                                         "\\Qa",
                                         "\\G",
                                         "\\h",
                                         "\\R",
                                         "(?i)a",
                                         "(?>a)",
                                         "(?#a)",
                                         "(?|a)",
                                         "(?R)",
                                         "(*ACCEPT)",
                                         "a*+",
                                         "a{2}+",
                                         "(?<1>a)",
                                         "(?<a",
                                         "\\k",
                                         "\\k<",
                                         "\\01",
                                         "\\x4",
                                         "\\u12",
                                         "\\u{110000}",
                                         "\\u{}",
                                         "\\u{1",
                                         "\\c1",
                                         "\\p",
                                         "\\pL",
                                         "\\p{L",
                                         "\\p{^L}",
                                         "\\p{L&}",
                                         "\\p{Block=Greek}",
                                         "[z-a]",
                                         "[a",
                                         "a\\",
                                         "[\\"));

TEST(TranslateEcmaPattern, KnowsWhetherAPatternIsRegular) {
    EXPECT_TRUE(translateEcmaPattern("^(?:a|(?<n>b))*?$").value().is_regular);
    EXPECT_FALSE(translateEcmaPattern("(?=a)").value().is_regular);
    EXPECT_FALSE(translateEcmaPattern("(?<!a)").value().is_regular);
    EXPECT_FALSE(translateEcmaPattern("(a)\\1").value().is_regular);
    EXPECT_FALSE(translateEcmaPattern("(?<n>a)\\k<n>").value().is_regular);
}

}  // namespace
}  // namespace toolhost::schema
