#include "identity/verified_tokens.hpp"

#include <string>

#include <gtest/gtest.h>

namespace toolhost::identity {
namespace {

using std::chrono::seconds;

const base::WallTime kNow{seconds(1'795'305'600)};

std::shared_ptr<const AccessClaims> claimsOf(const std::string& subject) {
    AccessClaims claims;
    claims.subject = subject;
    return std::make_shared<const AccessClaims>(claims);
}

TEST(VerifiedTokens, ForgetWhatIsTooOldOrFromTheFuture) {
    VerifiedTokens tokens(10, seconds(60));
    const auto token = crypto::sha256("token");
    tokens.add(token, claimsOf("alice"), kNow);
    EXPECT_EQ(tokens.find(crypto::sha256("other"), kNow), nullptr);
    EXPECT_EQ(tokens.find(token, kNow + seconds(61)), nullptr);
    EXPECT_EQ(tokens.find(token, kNow - seconds(1)), nullptr);
    ASSERT_NE(tokens.find(token, kNow + seconds(60)), nullptr);
    EXPECT_EQ(tokens.find(token, kNow)->subject, "alice");
}

TEST(VerifiedTokens, AreBoundedAndKeepWhatIsUsed) {
    VerifiedTokens tokens(10, seconds(60));
    const auto used = crypto::sha256("used");
    tokens.add(used, claimsOf("used"), kNow);
    for (int i = 0; i < 100; ++i) {
        tokens.add(crypto::sha256(std::to_string(i)), claimsOf("other"), kNow);
        ASSERT_NE(tokens.find(used, kNow), nullptr) << i;
    }
    int kept = 0;
    for (int i = 0; i < 100; ++i)
        if (tokens.find(crypto::sha256(std::to_string(i)), kNow) != nullptr) ++kept;
    EXPECT_LE(kept, 10);
}

TEST(VerifiedTokens, DoNotLiveLongerForBeingUsed) {
    VerifiedTokens tokens(2, seconds(60));
    const auto token = crypto::sha256("token");
    tokens.add(token, claimsOf("alice"), kNow);
    tokens.add(crypto::sha256("other"), claimsOf("bob"), kNow);
    ASSERT_NE(tokens.find(token, kNow + seconds(59)), nullptr);
    EXPECT_EQ(tokens.find(token, kNow + seconds(61)), nullptr);
}

}  // namespace
}  // namespace toolhost::identity
