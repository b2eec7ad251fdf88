#include "oauth/token_status.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "browser.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;

class Status : public testing::Test {
protected:
    Response ask(const std::string& path, const std::string& token, const std::string& basic) {
        return house_.post(path, encodeForm({{"token", token}}), basic);
    }
    Response revoke(const std::string& token) {
        return ask("/oauth/revoke", token, house_.webBasic());
    }
    Json introspect(const std::string& token) { return introspect(token, house_.webBasic()); }
    Json introspect(const std::string& token, const std::string& basic) {
        const auto answer = ask("/oauth/introspect", token, basic);
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(headerOf(answer, "Cache-Control"), "no-store");
        return Json::parse(answer.body);
    }

    SignInHouse house_;
    Json tokens_ =
        Json::parse(house_.redeem(Browser(house_).codeFor(house_.web.client_id, "alice")).body);
    std::string access_token_ = tokens_["access_token"];
    std::string refresh_token_ = tokens_["refresh_token"];
    const Json inactive_{{"active", false}};
};

TEST_F(Status, IsToldAndChangedForAClientOnly) {
    for (const char* path : {"/oauth/revoke", "/oauth/introspect"}) {
        EXPECT_EQ(ask(path, access_token_, {}).status, 401) << path;
        EXPECT_EQ(ask(path, access_token_, "Basic eDp5").status, 401) << path;
        EXPECT_EQ(house_.post(path, "", house_.webBasic()).status, 400) << path;
        const auto get = house_.answer({"GET", path, {}, {}, {}, {}});
        EXPECT_EQ(get.status, 405);
        EXPECT_EQ(headerOf(get, "Allow"), "POST");
    }
    EXPECT_TRUE(house_.isAccepted(access_token_));
}

TEST_F(Status, OfGarbageIsInactiveAndRevokingItIsNoError) {
    for (const auto& token : {std::string("garbage"),
                              access_token_ + '=',
                              access_token_.substr(1),
                              refresh_token_ + 'x'}) {
        EXPECT_EQ(introspect(token), inactive_);
        const auto revoked = revoke(token);
        EXPECT_EQ(revoked.status, 200);
        EXPECT_EQ(revoked.body, "");
    }
    EXPECT_TRUE(house_.isAccepted(access_token_));
}

TEST_F(Status, OfAnotherClientsTokenIsHiddenAndLeftAlone) {
    EXPECT_EQ(introspect(access_token_, house_.basic()), inactive_);
    EXPECT_EQ(introspect(refresh_token_, house_.basic()), inactive_);
    EXPECT_EQ(ask("/oauth/revoke", access_token_, house_.basic()).status, 200);
    EXPECT_EQ(ask("/oauth/revoke", refresh_token_, house_.basic()).status, 200);
    EXPECT_TRUE(house_.isAccepted(access_token_));
    EXPECT_EQ(house_.refresh(refresh_token_).status, 200);
}

TEST_F(Status, IsNotToldToAClientThatShowsItsIdAlone) {
    const auto editor = house_.addPublicClient({kRedirect});
    const auto form = encodeForm({{"token", access_token_}, {"client_id", editor}});
    EXPECT_EQ(house_.post("/oauth/introspect", form).status, 401);
    EXPECT_EQ(house_.post("/oauth/revoke", form).status, 200);
}

TEST_F(Status, OfALiveTokenIsToldInFull) {
    auto told = introspect(access_token_);
    EXPECT_EQ(told["jti"].get<std::string>().size(), 32U);
    told.erase("jti");
    EXPECT_EQ(told,
              (Json{{"active", true},
                    {"iss", "https://host.example"},
                    {"aud", "https://host.example/mcp"},
                    {"sub", "alice"},
                    {"username", "alice"},
                    {"client_id", house_.web.client_id},
                    {"scope", "mcp:tools"},
                    {"token_type", "Bearer"},
                    {"iat", identity::kNoon},
                    {"nbf", identity::kNoon},
                    {"exp", identity::kNoon + 600}}));
    EXPECT_EQ(introspect(refresh_token_)["sub"], "alice");
}

TEST_F(Status, OfAnyTokenIsToldToAClientThatMayAsk) {
    identity::ClientRequest watcher;
    watcher.may_introspect = true;
    const auto added = house_.clients->add(watcher, house_.clock.wall()).value();
    const auto basic = "Basic " + base::encodeBase64(added.client_id + ':' +
                                                     std::string(added.client_secret.reveal()));
    EXPECT_EQ(introspect(access_token_, basic)["active"], true);
    EXPECT_EQ(ask("/oauth/revoke", access_token_, basic).status, 200);
    EXPECT_TRUE(house_.isAccepted(access_token_)) << "it may ask, not revoke";
}

TEST_F(Status, OfARevokedAccessTokenIsInactiveAlsoAfterARestart) {
    EXPECT_EQ(revoke(access_token_).status, 200);
    EXPECT_EQ(introspect(access_token_), inactive_);
    EXPECT_FALSE(house_.isAccepted(access_token_));
    const auto again = identity::Revocations::open(*house_.database, house_.clock.wall()).value();
    const identity::AccessTokens after_restart(
        house_.addresses, house_.settings, house_.keys, {*house_.clients, *house_.users, *again});
    EXPECT_TRUE(std::holds_alternative<identity::TokenFault>(
        after_restart.verify(access_token_, house_.clock.wall())));
    EXPECT_EQ(house_.refresh(refresh_token_).status, 200) << "the family goes on";
}

TEST_F(Status, OfARevokedRefreshTokenTakesItsFamilyAlong) {
    EXPECT_EQ(revoke(refresh_token_).status, 200);
    EXPECT_EQ(introspect(refresh_token_), inactive_);
    EXPECT_FALSE(house_.isAccepted(access_token_));
    EXPECT_EQ(house_.refresh(refresh_token_).status, 400);
}

TEST_F(Status, ThatCannotBeKeptIsNotConfirmed) {
    ASSERT_TRUE(house_.database
                    ->writeAndWait([](store::Connection& connection) {
                        return connection.execute({"break", "DROP TABLE identity_revocations"});
                    })
                    .ok());
    const auto answer = revoke(access_token_);
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(headerOf(answer, "Retry-After"), "1");
    EXPECT_FALSE(house_.isAccepted(access_token_)) << "this process knows it all the same";
}

TEST_F(Status, ChangesAreOnRecord) {
    revoke("garbage");
    revoke(access_token_);
    const auto records = house_.records("token.revoke");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].outcome, "denied");
    EXPECT_EQ(records[1].outcome, "ok");
}

}  // namespace
}  // namespace toolhost::oauth
