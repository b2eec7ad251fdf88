#include "crypto/password.hpp"

#include <gtest/gtest.h>

namespace toolhost::crypto {
namespace {

// Cheap, so that the tests are quick.
constexpr PasswordEffort kCheap{4};

std::string keep(const char* password) {
    return hashPassword(base::Secret(password), kCheap).value();
}

TEST(Password, IsRefusedWhenItIsAnother) {
    const auto kept = keep("correct horse");
    for (const char* wrong : {"", "correct horse ", "Correct horse", "correct", "x"})
        EXPECT_FALSE(isPassword(base::Secret(wrong), kept)) << wrong;
    EXPECT_FALSE(isPassword(base::Secret(std::string("correct horse\0", 14)), kept));
    EXPECT_FALSE(hashPassword(base::Secret(std::string(1, '\0')), kCheap));
}

TEST(Password, IsNoneWhenWhatWasKeptIsNoHash) {
    const auto kept = keep("x");
    for (const auto& text : {std::string(),
                             std::string("x"),
                             kept.substr(1),
                             kept.substr(0, kept.size() - 1),
                             kept + "A",
                             std::string("$scrypt$ln=4,r=8,p=1$"),
                             std::string("$scrypt$ln=99,r=8,p=1$AAAA$AAAA"),
                             std::string("$scrypt$ln=-4,r=8,p=1$AAAA$AAAA")})
        EXPECT_FALSE(isPassword(base::Secret("x"), text)) << text;
}

TEST(Password, IsTakenWhenItIsTheSame) {
    for (const char* password : {"correct horse", "", "pässwörd \xf0\x9f\x94\x91"})
        EXPECT_TRUE(isPassword(base::Secret(password), keep(password))) << password;
}

TEST(Password, IsKeptUnderAnotherSaltEachTime) {
    EXPECT_NE(keep("same"), keep("same"));
}

// RFC 7914 §12: scrypt("pleaseletmein", "SodiumChloride", N=16384, r=8, p=1), its first 32 bytes.
TEST(Password, IsHashedAsTheStandardSays) {
    EXPECT_TRUE(isPassword(
        base::Secret("pleaseletmein"),
        "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI"));
}

TEST(Password, HasByDefaultTheEffortThatTheDocumentationSays) {
    const auto kept = hashPassword(base::Secret("x"));
    ASSERT_TRUE(kept);
    EXPECT_TRUE(kept.value().starts_with("$scrypt$ln=15,r=8,p=1$"));
    EXPECT_TRUE(isPassword(base::Secret("x"), kept.value()));
}

}  // namespace
}  // namespace toolhost::crypto
