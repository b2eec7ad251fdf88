#include "audit/arguments.hpp"

#include <gtest/gtest.h>

namespace toolhost::audit {
namespace {

TEST(ArgumentsText, LeavesSecretMembersOutAtAnyDepth) {
    EXPECT_EQ(argumentsText(R"({"a":[{"password":"hunter2","b":1}],"client_secret":{"x":"y"}})"),
              R"({"a":[{"b":1,"password":"[redacted]"}],"client_secret":"[redacted]"})");
}

TEST(ArgumentsText, KeepsTextThatIsNoJsonWithoutCredentials) {
    EXPECT_EQ(argumentsText("{broken Bearer abc.def"), "{broken Bearer [redacted]");
}

TEST(ArgumentsText, StopsAtAbsurdDepth) {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    EXPECT_LT(argumentsText(deep).size(), 1000U);
}

// Computed with Python's hmac.
TEST(ArgumentsDigest, IsAKeyedSha256) {
    const std::string arguments = R"({"number":"INC1"})";
    EXPECT_EQ(argumentsDigest(arguments, base::Secret(std::string(32, 'k'))),
              "hmac-sha256:10b559968363555de0bf208a87f1d5d578b233e8a08b8af0cb27b61ce5dfb6cd");
    EXPECT_NE(argumentsDigest(arguments, base::Secret(std::string(32, 'k'))),
              argumentsDigest(arguments, base::Secret(std::string(32, 'l'))));
}

}  // namespace
}  // namespace toolhost::audit
