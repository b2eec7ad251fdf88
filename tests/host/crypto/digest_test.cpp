#include "crypto/digest.hpp"

#include <string>

#include <gtest/gtest.h>

#include "base/ids.hpp"

namespace toolhost::crypto {
namespace {

TEST(EqualInConstantTime, RefusesAnotherLengthOrAnotherByte) {
    EXPECT_FALSE(equalInConstantTime("secret", "secre"));
    EXPECT_FALSE(equalInConstantTime("secret", "secreT"));
    EXPECT_FALSE(equalInConstantTime("", "x"));
    EXPECT_TRUE(equalInConstantTime("secret", "secret"));
    EXPECT_TRUE(equalInConstantTime("", ""));
}

TEST(Sha256, GivesTheDigestsOfFips180) {
    EXPECT_EQ(base::toHex(bytesOf(sha256(""))),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(base::toHex(bytesOf(sha256("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HmacSha256, GivesTheCodesOfRfc4231) {
    EXPECT_EQ(base::toHex(bytesOf(hmacSha256("Jefe", "what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(base::toHex(bytesOf(hmacSha256(std::string(20, '\x0b'), "Hi There"))),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

TEST(HmacSha256, TakesAnEmptyKeyForAKey) {
    EXPECT_EQ(base::toHex(bytesOf(hmacSha256({}, {}))),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

}  // namespace
}  // namespace toolhost::crypto
