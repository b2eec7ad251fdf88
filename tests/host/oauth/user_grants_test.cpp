#include "oauth/user_grants.hpp"

#include <atomic>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include <gtest/gtest.h>

#include "browser.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;
using std::chrono::seconds;

Json bodyOf(const Response& response) {
    return Json::parse(response.body, nullptr, false);
}

std::string errorOf(const Response& response) {
    return bodyOf(response).value("error", "");
}

std::string textOf(const Response& response, const char* member) {
    return bodyOf(response).value(member, "");
}

TEST(Code, IsRefusedToWhoeverItIsNotFor) {
    SignInHouse house;
    const auto code = Browser(house).codeFor(house.web.client_id, "alice");
    const std::string other_verifier(43, 'x');
    for (const auto& changes : {Fields{{"code", "x"}},
                                Fields{{"code_verifier", ""}},
                                Fields{{"code_verifier", other_verifier}},
                                Fields{{"code_verifier", std::string(kVerifier) + 'x'}},
                                Fields{{"code_verifier", kChallenge}},
                                Fields{{"redirect_uri", "https://client.example/other"}}})
        EXPECT_EQ(errorOf(house.redeem(code, changes)), "invalid_grant");
    EXPECT_EQ(errorOf(house.redeem(code, {{"resource", "https://other.example"}})),
              "invalid_target");
    EXPECT_EQ(errorOf(house.redeem(code, {{"code", ""}})), "invalid_request");
    const auto other = house.clients->add(SignInHouse::webClient(), house.clock.wall()).value();
    const auto basic = "Basic " + base::encodeBase64(other.client_id + ':' +
                                                     std::string(other.client_secret.reveal()));
    const Fields fields{{"grant_type", "authorization_code"},
                        {"code", code},
                        {"redirect_uri", kRedirect},
                        {"code_verifier", kVerifier}};
    EXPECT_EQ(errorOf(house.ask(encodeForm(fields), basic)), "invalid_grant");
    EXPECT_EQ(house.redeem(code).status, 200) << "none of these attempts used it up";
}

TEST(Code, IsGoodForAMinute) {
    SignInHouse house;
    Browser browser(house);
    const auto in_time = browser.codeFor(house.web.client_id, "alice");
    const auto too_late = browser.codeFor(house.web.client_id, "alice");
    house.clock.pass(seconds(59));
    EXPECT_EQ(house.redeem(in_time).status, 200);
    house.clock.pass(seconds(1));
    EXPECT_EQ(errorOf(house.redeem(too_late)), "invalid_grant");
}

TEST(Code, BecomesTokensThatActAsTheUser) {
    SignInHouse house;
    const auto answer = house.redeem(Browser(house).codeFor(house.web.client_id, "alice"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(headerOf(answer, "Cache-Control"), "no-store");
    EXPECT_EQ(textOf(answer, "token_type"), "Bearer");
    EXPECT_EQ(bodyOf(answer)["expires_in"], 600);
    EXPECT_EQ(textOf(answer, "scope"), "mcp:tools");
    EXPECT_EQ(textOf(answer, "refresh_token").size(), 43U);
    const auto verdict = house.tokens.verify(textOf(answer, "access_token"), house.clock.wall());
    const auto& principal = std::get<identity::Principal>(verdict);
    EXPECT_EQ(principal.subject, "alice");
    EXPECT_EQ(principal.user, "alice.smith");
    EXPECT_EQ(principal.client_id, house.web.client_id);
}

TEST(Code, OfAPublicClientNeedsItsIdAndNothingElse) {
    SignInHouse house;
    const auto editor = house.addPublicClient({kRedirect});
    const auto code = Browser(house).codeFor(editor, "alice");
    Fields fields{{"grant_type", "authorization_code"},
                  {"client_id", editor},
                  {"code", code},
                  {"code_verifier", kVerifier}};
    fields["client_secret"] = "invented";
    EXPECT_EQ(errorOf(house.ask(encodeForm(fields), {})), "invalid_client");
    fields.erase("client_secret");
    const auto answer = house.ask(encodeForm(fields), {});
    EXPECT_EQ(answer.status, 200) << answer.body;
    const Fields own{{"grant_type", "client_credentials"}, {"client_id", editor}};
    EXPECT_EQ(errorOf(house.ask(encodeForm(own), {})), "unauthorized_client");
    const Fields nameless{{"grant_type", "refresh_token"},
                          {"client_id", house.web.client_id},
                          {"refresh_token", textOf(answer, "refresh_token")}};
    EXPECT_EQ(errorOf(house.ask(encodeForm(nameless), {})), "invalid_client")
        << "a confidential client does not pass by its id alone";
}

TEST(Code, UsedTwiceEndsEverythingThatCameOfIt) {
    SignInHouse house;
    const auto code = Browser(house).codeFor(house.web.client_id, "alice");
    const auto first = house.redeem(code);
    EXPECT_TRUE(house.isAccepted(textOf(first, "access_token")));
    EXPECT_EQ(errorOf(house.redeem(code)), "invalid_grant");
    EXPECT_FALSE(house.isAccepted(textOf(first, "access_token")));
    EXPECT_EQ(errorOf(house.refresh(textOf(first, "refresh_token"))), "invalid_grant");
    const auto records = house.records("token.reuse");
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].details.at("severity"), "high");
    EXPECT_EQ(records[0].subject, "alice");
}

TEST(Code, UsedByManyAtOnceGivesTokensToOneAtMost) {
    SignInHouse house;
    const auto code = Browser(house).codeFor(house.web.client_id, "alice");
    std::atomic<int> given{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 6; ++number)
        threads.emplace_back([&] { given += house.redeem(code).status == 200 ? 1 : 0; });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(given, 1);
}

TEST(Code, OfAUserWhoIsGoneIsWorthNothing) {
    SignInHouse house;
    const auto code = Browser(house).codeFor(house.web.client_id, "alice");
    ASSERT_TRUE(house.users->remove("alice").ok());
    EXPECT_EQ(errorOf(house.redeem(code)), "invalid_grant");
}

class RefreshToken : public testing::Test {
protected:
    SignInHouse house_;
    Response first_ = house_.redeem(Browser(house_).codeFor(house_.web.client_id, "alice"));
    std::string token_ = textOf(first_, "refresh_token");
};

TEST_F(RefreshToken, IsRefusedToAnotherClientWhoEndsNothingWithIt) {
    const auto editor = house_.addPublicClient({kRedirect});
    const Fields fields{
        {"grant_type", "refresh_token"}, {"client_id", editor}, {"refresh_token", token_}};
    EXPECT_EQ(errorOf(house_.ask(encodeForm(fields), {})), "invalid_grant");
    EXPECT_EQ(house_.refresh(token_).status, 200);
}

TEST_F(RefreshToken, IsNoOtherKindOfTokenAndNoOtherKindIsOne) {
    EXPECT_FALSE(house_.isAccepted(token_));
    EXPECT_EQ(errorOf(house_.refresh(textOf(first_, "access_token"))), "invalid_grant");
    EXPECT_EQ(errorOf(house_.redeem(token_)), "invalid_grant");
    EXPECT_EQ(errorOf(house_.refresh("")), "invalid_request");
}

TEST_F(RefreshToken, CannotBeMadeToCoverMore) {
    EXPECT_EQ(errorOf(house_.refresh(token_, {{"scope", "mcp:tools admin"}})), "invalid_scope");
    EXPECT_EQ(errorOf(house_.refresh(token_, {{"resource", "https://other.example"}})),
              "invalid_target");
    EXPECT_EQ(house_.refresh(token_, {{"scope", "mcp:tools offline_access"}}).status, 200);
}

TEST_F(RefreshToken, IsReplacedEachTimeItIsUsed) {
    const auto second = house_.refresh(token_);
    ASSERT_EQ(second.status, 200) << second.body;
    EXPECT_NE(textOf(second, "refresh_token"), token_);
    EXPECT_TRUE(house_.isAccepted(textOf(second, "access_token")));
    const auto third = house_.refresh(textOf(second, "refresh_token"));
    EXPECT_EQ(third.status, 200);
    EXPECT_NE(textOf(third, "refresh_token"), textOf(second, "refresh_token"));
}

TEST_F(RefreshToken, GivesTheSameAnswerAgainWithinTenSeconds) {
    const auto second = house_.refresh(token_);
    house_.clock.pass(seconds(10));
    const auto again = house_.refresh(token_);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body, second.body);
    EXPECT_EQ(house_.refresh(textOf(second, "refresh_token")).status, 200);
    EXPECT_EQ(house_.records("token.repeat").size(), 1U);
}

TEST_F(RefreshToken, UsedAgainLaterEndsTheWholeFamily) {
    const auto second = house_.refresh(token_);
    house_.clock.pass(seconds(11));
    EXPECT_EQ(errorOf(house_.refresh(token_)), "invalid_grant");
    EXPECT_EQ(errorOf(house_.refresh(textOf(second, "refresh_token"))), "invalid_grant");
    EXPECT_FALSE(house_.isAccepted(textOf(second, "access_token")));
    EXPECT_EQ(house_.records("token.reuse").size(), 1U);
}

TEST_F(RefreshToken, UsedByManyAtOnceGivesThemAllOneAnswer) {
    std::vector<std::string> bodies(6);
    std::vector<std::thread> threads;
    for (auto& body : bodies)
        threads.emplace_back([&] { body = house_.refresh(token_).body; });
    for (auto& thread : threads)
        thread.join();
    EXPECT_TRUE(Json::parse(bodies.front()).contains("refresh_token")) << bodies.front();
    for (const auto& body : bodies)
        EXPECT_EQ(body, bodies.front());
}

TEST_F(RefreshToken, EndsWhenItLiesUnusedAndWhenItsTimeIsUp) {
    house_.clock.pass(house_.oauth_settings.refresh_idle_lifetime);
    EXPECT_EQ(errorOf(house_.refresh(token_)), "invalid_grant");
}

TEST_F(RefreshToken, EndsAtLastHoweverOftenItIsUsed) {
    const auto step = house_.oauth_settings.refresh_idle_lifetime - seconds(1);
    auto answer = first_;
    int rounds = 0;
    while (answer.status == 200 && rounds < 20) {
        house_.clock.pass(step);
        answer = house_.refresh(textOf(answer, "refresh_token"));
        ++rounds;
    }
    EXPECT_EQ(errorOf(answer), "invalid_grant");
    EXPECT_EQ(rounds, 7) << "90 days are six times two weeks and a bit";
}

TEST_F(RefreshToken, EndsWithTheUsersPassword) {
    house_.clock.pass(seconds(1));
    ASSERT_TRUE(
        house_.users->setPassword("alice", base::Secret("a new password"), house_.clock.wall())
            .ok());
    EXPECT_EQ(errorOf(house_.refresh(token_)), "invalid_grant");
}

TEST_F(RefreshToken, EndsWithItsClient) {
    ASSERT_TRUE(house_.clients->revoke(house_.web.client_id, house_.clock.wall()).ok());
    EXPECT_EQ(errorOf(house_.refresh(token_)), "invalid_client");
}

TEST_F(RefreshToken, OutlivesARestart) {
    house_.endpoints = house_.start();
    EXPECT_EQ(house_.refresh(token_).status, 200);
}

TEST_F(RefreshToken, IsInNoFile) {
    const auto second = house_.refresh(token_);
    const auto code = Browser(house_).codeFor(house_.web.client_id, "alice");
    house_.endpoints.reset();
    house_.trail.reset();
    house_.database.reset();
    for (const char* name : {"toolhost.db", "audit.db"}) {
        std::ifstream file(house_.folder / name, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        ASSERT_FALSE(bytes.empty()) << name;
        for (const auto& secret :
             {token_, code, textOf(second, "refresh_token"), textOf(second, "access_token")})
            EXPECT_EQ(bytes.find(secret), std::string::npos) << name;
    }
}

TEST(Tokens, OfAUserAreNotGivenWhenTheyCannotBeRecorded) {
    SignInHouse house;
    const auto code = Browser(house).codeFor(house.web.client_id, "alice");
    {
        auto intruder = store::Connection::open(audit::trailFile({house.folder.path()}),
                                                store::Access::ReadWrite);
        ASSERT_TRUE(intruder.value()->executeScript({"break the trail", "DROP TABLE records"}));
    }
    const auto answer = house.redeem(code);
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(errorOf(answer), "server_error");
}

}  // namespace
}  // namespace toolhost::oauth
