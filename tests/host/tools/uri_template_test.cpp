#include "tools/uri_template.hpp"

#include <gtest/gtest.h>

namespace toolhost::tools {
namespace {

using Values = UriTemplate::Values;

std::optional<Values> match(const char* pattern, std::string_view uri) {
    auto parsed = UriTemplate::parse(pattern);
    EXPECT_TRUE(parsed.ok()) << pattern;
    return parsed.value().match(uri);
}

TEST(UriTemplate, ReadsWhereAVariableStands) {
    EXPECT_EQ(match("note://days/{date}", "note://days/2026-11-22"),
              (Values{{"date", "2026-11-22"}}));
    EXPECT_EQ(match("t://{a}/data/{b}.txt", "t://1/data/x.y.txt"),
              (Values{{"a", "1"}, {"b", "x.y"}}));
    EXPECT_EQ(match("t://{a}", "t://a%20b"), (Values{{"a", "a b"}}));
}

TEST(UriTemplate, KeepsAVariableWithinItsSegment) {
    EXPECT_FALSE(match("t://{a}", "t://b/c"));
    EXPECT_FALSE(match("t://{a}", "t://b?c=d"));
    EXPECT_FALSE(match("t://{a}", "t://"));
    EXPECT_EQ(match("file:///{+path}", "file:///etc/a/b"), (Values{{"path", "etc/a/b"}}));
}

TEST(UriTemplate, ReadsAQueryInAnyOrder) {
    EXPECT_EQ(match("t://x{?a,b}", "t://x?b=2&a=1"), (Values{{"a", "1"}, {"b", "2"}}));
    EXPECT_EQ(match("t://x{?a,b}", "t://x"), Values());
    EXPECT_FALSE(match("t://x{?a,b}", "t://x?c=1"));
    EXPECT_FALSE(match("t://x{?a,b}", "t://x?a=1&a=2"));
}

TEST(UriTemplate, RefusesAPercentSignThatSaysNothing) {
    EXPECT_FALSE(match("t://{a}", "t://%zz"));
    EXPECT_FALSE(match("t://{a}", "t://%4"));
}

TEST(UriTemplate, RefusesTemplatesNobodyCouldReadBackwards) {
    for (const auto* pattern : {"t://plain",
                                "t://{",
                                "t://}",
                                "t://{}",
                                "t://{a}{b}",
                                "t://{a}/{a}",
                                "t://{a*}",
                                "t://{/a}",
                                "t://{?a}/more",
                                "t://{?a,a}"})
        EXPECT_FALSE(UriTemplate::parse(pattern).ok()) << pattern;
}

TEST(UriTemplate, GivesUpSoonOnWhatCannotFit) {
    const auto pattern = UriTemplate::parse("t://{+a}x{+b}x{+c}x{+d}x{+e}x{+f}!").value();
    EXPECT_FALSE(pattern.match("t://" + std::string(2'000, 'x')));
    EXPECT_FALSE(pattern.match("t://" + std::string(3'000, 'x')));
}

}  // namespace
}  // namespace toolhost::tools
