#include "base/text.hpp"

#include <gtest/gtest.h>

namespace toolhost::base {
namespace {

TEST(NearestName, SaysNothingWhenNothingIsNear) {
    EXPECT_FALSE(nearestName("zzz", {"listen.port", "state_dir"}));
    EXPECT_EQ(didYouMean("zzz", {"listen.port"}), "");
}

TEST(NearestName, FindsTheMisspelledOne) {
    EXPECT_EQ(nearestName("emial", {"email", "name"}), "email") << "two letters swapped";
    EXPECT_EQ(nearestName("lissten.port", {"listen.host", "listen.port"}), "listen.port");
    EXPECT_EQ(didYouMean("Short_Descriptoin", {"short_description"}),
              " (did you mean 'short_description'?)");
}

TEST(Quoted, KeepsOneLineWhateverComes) {
    EXPECT_EQ(quoted("a\nb\"c\\\x1b"), "\"a\\x0ab\\\"c\\\\\\x1b\"");
}

TEST(SplitList, DropsEmptyPartsAndSpaces) {
    EXPECT_EQ(splitList(" a, ,b ", ','), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(split("a,,b", ',').size(), 3U);
}

TEST(Join, UndoesSplitWithEmptyPartsToo) {
    for (const char* text : {"", ",", "a,", ",a", "a,,b"}) {
        const auto parts = split(text, ',');
        EXPECT_EQ(join({parts.begin(), parts.end()}, ","), text);
    }
}

TEST(Trim, TakesSpacesAndTabsOnly) {
    EXPECT_EQ(trim("\t a b \t"), "a b");
    EXPECT_EQ(trim(" \t"), "");
}

}  // namespace
}  // namespace toolhost::base
