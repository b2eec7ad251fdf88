#include "simulator/auth/base64.hpp"

#include <gtest/gtest.h>

namespace toolhost::sim {
namespace {

TEST(Base64Url, RefusesWhatIsNotCanonical) {
    for (const auto* text : {"a", "YQ==", "YR", "Y+8", "Y/8", "Y Q", "YQ\n"}) {
        EXPECT_FALSE(decodeBase64Url(text).has_value()) << text;
    }
}

TEST(Base64Url, DecodesItsOwnAlphabet) {
    EXPECT_EQ(decodeBase64Url(""), "");
    EXPECT_EQ(decodeBase64Url("YQ"), "a");
    EXPECT_EQ(decodeBase64Url("-_8"), "\xfb\xff");
}

TEST(Base64, DecodesWithPaddingOnly) {
    EXPECT_FALSE(decodeBase64("YQ").has_value());
    EXPECT_FALSE(decodeBase64("-_8=").has_value());
    EXPECT_EQ(decodeBase64("YTpi"), "a:b");
    EXPECT_EQ(decodeBase64("YQ=="), "a");
}

}  // namespace
}  // namespace toolhost::sim
