#include "schema/patterns/pattern.hpp"

#include <string>

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

using Verdict = Pattern::Verdict;

constexpr std::uint32_t kSteps = 100'000;

struct Search {
    const char* pattern;
    std::string text;
    bool found;
};

class PatternSearch : public testing::TestWithParam<Search> {};

TEST_P(PatternSearch, ReadsThePatternAsEcma262Does) {
    const auto pattern = Pattern::compile(GetParam().pattern);
    ASSERT_TRUE(pattern) << pattern.error().what;
    const auto expected = GetParam().found ? Verdict::Found : Verdict::NotFound;
    MatchSpace space;
    EXPECT_EQ(pattern.value().search(GetParam().text, kSteps, space), expected);
    const auto linear = pattern.value().searchLinearly(GetParam().text);
    EXPECT_TRUE(linear == expected || linear == Verdict::GaveUp);
}

INSTANTIATE_TEST_SUITE_P(Anchors,
                         PatternSearch,
                         testing::Values(Search{"b", "abc", true},
                                         Search{"^b", "abc", false},
                                         Search{"c$", "abc", true},
                                         Search{"c$", "abc\n", false},
                                         Search{"^b", "a\nb", false},
                                         Search{"\\bé", "é", false},
                                         Search{"", "", true},
                                         Search{"^$", "", true}));

INSTANTIATE_TEST_SUITE_P(Classes,
                         PatternSearch,
                         testing::Values(Search{"^\\d$", "7", true},
                                         Search{"^\\d$", "৪", false},
                                         Search{"^\\D$", "৪", true},
                                         Search{"^\\w$", "é", false},
                                         Search{"^\\W$", "é", true},
                                         Search{"^\\s$", "\u00a0", true},
                                         Search{"^\\s$", "\ufeff", true},
                                         Search{"^\\s$", "\u200b", false},
                                         Search{"^\\S$", "\u2029", false},
                                         Search{"^[\\S]$", "\u2029", false},
                                         Search{"^[\\s\\S]$", "\u2029", true},
                                         Search{"^[^\\s]$", "\u2029", false},
                                         Search{"^.$", "\u2028", false},
                                         Search{"^.$", "\r", false},
                                         Search{"^.$", "\v", true},
                                         Search{"^.$", "😀", true},
                                         Search{"^[😀-😂]$", "😁", true},
                                         Search{"[]", "a", false},
                                         Search{"^[^]$", "\n", true},
                                         Search{"^[a-]$", "-", true},
                                         Search{"^[\\w-.]+$", "a-b.c", true},
                                         Search{"^[[:alpha:]]$", ":]", true},
                                         Search{"^[\\b]$", "\b", true},
                                         Search{"^[.$]$", "x", false}));

INSTANTIATE_TEST_SUITE_P(Escapes,
                         PatternSearch,
                         testing::Values(Search{"^\\v$", "\v", true},
                                         Search{"^\\v$", "\n", false},
                                         Search{"^\\cA$", "\x01", true},
                                         Search{"^\\0$", std::string(1, '\0'), true},
                                         Search{"^\\x41\\u0042\\u{43}$", "ABC", true},
                                         Search{"^\\uD83D\\uDE00$", "😀", true},
                                         Search{"^[\\uD83D\\uDE00]$", "😀", true},
                                         Search{"^\\uD83D$", "😀", false},
                                         Search{"^\\/\\-\\@\\_$", "/-@_", true},
                                         Search{"^\\^\\{$", "^{", true}));

INSTANTIATE_TEST_SUITE_P(Properties,
                         PatternSearch,
                         testing::Values(Search{"^\\p{Letter}+$", "Größe", true},
                                         Search{"^\\p{Letter}$", "1", false},
                                         Search{"^\\P{Letter}$", "1", true},
                                         Search{"^[\\p{Lu}\\d]+$", "Ä1", true},
                                         Search{"^\\p{gc=Decimal_Number}$", "৪", true},
                                         Search{"^\\p{General_Category=Nd}$", "4", true},
                                         Search{"^\\p{Script=Greek}$", "λ", true},
                                         Search{"^\\p{scx=Grek}$", "λ", true},
                                         Search{"^\\p{Cased_Letter}$", "a", true},
                                         Search{"^\\p{LC}$", "ª", false},
                                         Search{"^\\p{Alphabetic}$", "a", true},
                                         Search{"^\\p{Any}$", "a", true},
                                         Search{"^\\p{Assigned}$", "a", true},
                                         Search{"^\\p{ASCII}$", "é", false}));

INSTANTIATE_TEST_SUITE_P(Quantifiers,
                         PatternSearch,
                         testing::Values(Search{"^a{2}$", "aa", true},
                                         Search{"^a{2,}$", "a", false},
                                         Search{"^a{1,2}?$", "aa", true},
                                         Search{"^a{,2}$", "a{,2}", true},
                                         Search{"^{a}$", "{a}", true},
                                         Search{"^a]$", "a]", true},
                                         Search{"^(a)?\\1b$", "b", true},
                                         Search{"^(?<q>['\"]).*\\k<q>$", "'x'", true},
                                         Search{"^(?!x)[a-z]+(?<=y)$", "ay", true}));

class NotAPattern : public testing::TestWithParam<const char*> {};

TEST_P(NotAPattern, IsRefused) {
    EXPECT_FALSE(Pattern::compile(GetParam())) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Table,
                         NotAPattern,
                         testing::Values("(",
                                         ")",
                                         "*",
                                         "a**",
                                         "(a)\\2",
                                         "\\p{Nonsense}",
                                         "\\p{Script=Nonsense}",
                                         "a{2,1}",
                                         "(?<n>a)(?<n>b)",
                                         "((((a{1000}){1000}){1000}){1000})"));

TEST(Pattern, RefusesOneThatIsTooLong) {
    EXPECT_FALSE(Pattern::compile(std::string(65'537, 'a')));
}

TEST(Pattern, GivesUpRatherThanBacktrackWithoutEnd) {
    const auto pattern = Pattern::compile("^(a|b)*$");
    MatchSpace space;
    EXPECT_EQ(pattern.value().search(std::string(200'000, 'a'), kSteps, space), Verdict::GaveUp);
}

TEST(Pattern, SearchesLinearlyWhatBacktrackingCannot) {
    const std::string text(200'000, 'a');
    const auto hard = Pattern::compile("^(a|aa)+$");
    EXPECT_EQ(hard.value().searchLinearly(text), Verdict::Found);
    EXPECT_EQ(hard.value().searchLinearly(text + "!"), Verdict::NotFound);
}

TEST(Pattern, GivesUpALinearSearchOfTooManyStates) {
    const auto hard = Pattern::compile("(a+)+$");
    EXPECT_EQ(hard.value().searchLinearly(std::string(200'000, 'a')), Verdict::GaveUp);
}

TEST(Pattern, DoesNotSearchLinearlyWhatIsNotRegular) {
    EXPECT_EQ(Pattern::compile("(a)\\1").value().searchLinearly("aa"), Verdict::GaveUp);
    EXPECT_EQ(Pattern::compile("(?=a)").value().searchLinearly("aa"), Verdict::GaveUp);
}

TEST(Pattern, GivesUpOnATextThatIsNotUtf8) {
    MatchSpace space;
    EXPECT_EQ(Pattern::compile("a").value().search("a\xff", kSteps, space), Verdict::GaveUp);
}

}  // namespace
}  // namespace toolhost::schema
