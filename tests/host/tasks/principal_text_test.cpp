#include "tasks/principal_text.hpp"

#include <gtest/gtest.h>

namespace toolhost::tasks {
namespace {

identity::Principal caller() {
    return {.subject = "abel",
            .client_id = "client_1",
            .user = "abel.tuter",
            .scopes = {"mcp:tools", "other"},
            .token_id = "jti",
            .evidence = identity::Evidence::Token};
}

TEST(PrincipalText, RefusesWhatItDidNotWrite) {
    EXPECT_FALSE(principalFrom("").ok());
    EXPECT_FALSE(principalFrom("[]").ok());
}

TEST(PrincipalText, NeverHoldsAServicenowTokenAndNobodyActsWithoutIt) {
    identity::Principal with_token = caller();
    with_token.servicenow_token = std::make_shared<const base::Secret>("s3cret");
    const std::string text = textOf(with_token);
    EXPECT_EQ(text.find("s3cret"), std::string::npos);
    const auto back = principalFrom(text);
    ASSERT_FALSE(back.ok());
    EXPECT_NE(back.error().what.find("call the tool again"), std::string::npos);
}

TEST(PrincipalText, BringsTheCallerBack) {
    const auto back = principalFrom(textOf(caller()));
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(back.value().subject, "abel");
    EXPECT_EQ(back.value().client_id, "client_1");
    EXPECT_EQ(back.value().user, "abel.tuter");
    EXPECT_EQ(back.value().scopes, caller().scopes);
    EXPECT_EQ(back.value().token_id, "jti");
    EXPECT_EQ(back.value().evidence, identity::Evidence::Token);
}

TEST(PrincipalText, TellsNobodyFromAUserWithoutName) {
    identity::Principal nobody = caller();
    nobody.user.reset();
    EXPECT_FALSE(principalFrom(textOf(nobody)).value().user);
}

TEST(PrincipalText, BringsEveryEvidenceBack) {
    using identity::Evidence;
    for (const auto evidence :
         {Evidence::Token, Evidence::Secret, Evidence::Process, Evidence::Nothing}) {
        identity::Principal one = caller();
        one.evidence = evidence;
        EXPECT_EQ(principalFrom(textOf(one)).value().evidence, evidence);
    }
}

}  // namespace
}  // namespace toolhost::tasks
