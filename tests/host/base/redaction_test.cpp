#include "base/redaction.hpp"

#include <gtest/gtest.h>

namespace toolhost::base {
namespace {

TEST(Redact, RemovesCredentialsByShape) {
    EXPECT_EQ(redact("got Bearer abc.def-1 here"), "got Bearer [redacted] here");
    EXPECT_EQ(redact("x eyJhbGciOi.eyJzdWIi.c2ln y"), "x [redacted] y");
    EXPECT_EQ(redact("authorization: basic dXNlcjpwYXNz"), "authorization: basic [redacted]");
    EXPECT_EQ(redact("k -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----").find("MIIE"),
              std::string::npos);
}

TEST(Redact, LeavesOtherTextAlone) {
    EXPECT_EQ(redact("The basics of eyJ and bearers"), "The basics of eyJ and bearers");
}

TEST(IsSecretName, IgnoresCase) {
    EXPECT_TRUE(isSecretName("Authorization"));
    EXPECT_TRUE(isSecretName("CLIENT_SECRET"));
    EXPECT_FALSE(isSecretName("client_id"));
}

}  // namespace
}  // namespace toolhost::base
