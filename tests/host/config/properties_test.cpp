#include "config/properties.hpp"

#include <gtest/gtest.h>

namespace toolhost::config {
namespace {

TEST(ParseProperties, NamesTheLineOfEachMistakeAndReadsTheRest) {
    const auto parsed = parseProperties("a = 1\nno separator\n= no key\nb = \\x\nc = 2\n");
    ASSERT_EQ(parsed.bad_lines.size(), 3U);
    EXPECT_EQ(parsed.bad_lines[0].line, 2U);
    EXPECT_EQ(parsed.bad_lines[1].line, 3U);
    EXPECT_EQ(parsed.bad_lines[2].line, 4U);
    ASSERT_EQ(parsed.properties.size(), 2U);
    EXPECT_EQ(parsed.properties[1].line, 5U);
}

TEST(ParseProperties, RefusesControlCharacters) {
    using namespace std::string_view_literals;
    const auto parsed = parseProperties("a = x\0y\nb = \x1b[2J\n"sv);
    EXPECT_EQ(parsed.bad_lines.size(), 2U);
    EXPECT_TRUE(parsed.properties.empty());
}

TEST(ParseProperties, RefusesAnEscapeThatNothingFollows) {
    EXPECT_EQ(parseProperties("a = b\\ \n").bad_lines.size(), 1U);
}

struct Case {
    std::string text;
    std::string key;
    std::string value;
};

TEST(ParseProperties, ReadsOneProperty) {
    const Case cases[] = {
        {"a=1", "a", "1"},
        {"  a.b  =  two words  ", "a.b", "two words"},
        {"a: 1", "a", "1"},
        {"a = x:y=z", "a", "x:y=z"},
        {"a =", "a", ""},
        {"a = 1\r\n", "a", "1"},
        {"# not = this\n! nor = this\n\na = 1", "a", "1"},
        {"a = one, \\\n    two", "a", "one, two"},
        {"a = C:\\\\x\\ty\\n", "a", "C:\\x\ty\n"},
        {"a = ends in \\\\", "a", "ends in \\"},
        {"a = cut off \\", "a", "cut off"},
    };
    for (const auto& [text, key, value] : cases) {
        const auto parsed = parseProperties(text);
        ASSERT_EQ(parsed.properties.size(), 1U) << text;
        EXPECT_EQ(parsed.properties[0].key, key) << text;
        EXPECT_EQ(parsed.properties[0].value, value) << text;
        EXPECT_TRUE(parsed.bad_lines.empty()) << text;
    }
}

TEST(ParseProperties, CountsTheLinesOfAContinuedValue) {
    const auto parsed = parseProperties("a = 1 \\\n 2 \\\n 3\nb = 4\n");
    ASSERT_EQ(parsed.properties.size(), 2U);
    EXPECT_EQ(parsed.properties[0].line, 1U);
    EXPECT_EQ(parsed.properties[1].line, 4U);
}

TEST(EscapeValue, IsReadBackAsItWas) {
    const std::string value = "a\\b\tc\nd\re";
    const auto parsed = parseProperties("k = " + escapeValue(value));
    ASSERT_EQ(parsed.properties.size(), 1U);
    EXPECT_EQ(parsed.properties[0].value, value);
}

}  // namespace
}  // namespace toolhost::config
