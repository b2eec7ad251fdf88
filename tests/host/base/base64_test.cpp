#include "base/base64.hpp"

#include <gtest/gtest.h>

namespace toolhost::base {
namespace {

TEST(Base64, RefusesWhatIsNotExactlyTheEncoding) {
    for (const auto* text :
         {"SGVsbG8", "SGVs!!!bG8=", "SGVsbG8=\n", "SGVsbG9=", "=", "====", "S==="})
        EXPECT_FALSE(decodeBase64(text)) << text;
}

TEST(Base64, DecodesWhatItEncodes) {
    for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"})
        EXPECT_EQ(decodeBase64(encodeBase64(text)), text);
    EXPECT_EQ(encodeBase64("fooba"), "Zm9vYmE=");
}

TEST(Base64Url, RefusesPaddingAndUnusedBits) {
    for (const auto* text : {"SGVsbG8=", "SGVsbG9", "a+b/", "A", "ab c"})
        EXPECT_FALSE(decodeBase64Url(text)) << text;
}

TEST(Base64Url, UsesTheUrlAlphabet) {
    EXPECT_EQ(encodeBase64Url("\xfb\xff"), "-_8");
    EXPECT_EQ(decodeBase64Url("-_8"), "\xfb\xff");
}

}  // namespace
}  // namespace toolhost::base
