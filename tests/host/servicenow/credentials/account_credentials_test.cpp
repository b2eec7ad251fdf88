#include <atomic>

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "base/text.hpp"

#include "desk.hpp"
#include "fake_instance.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::answer;
using tests::SeenRequest;

/// What the dictionary wants to know first: who asks.
const char* const kFirstAsked = "/api/now/table/sys_user";

Settings basicSettings(const std::string& url) {
    InstanceSettings dev;
    dev.url = url;
    dev.grant = Grant::Basic;
    dev.user_name = "beth.anglin";
    dev.password = base::Secret("pass:word");
    return {{{"dev", dev}}, ""};
}

TEST(BasicCredentials, AreUsedForNobodyElse) {
    FakeInstance instance;
    Desk desk(basicSettings(instance.url()));
    const json reply = desk.ask("fred.luddy", getIncident());
    EXPECT_EQ(kindOf(reply), "no_identity");
    EXPECT_TRUE(instance.server().requests().empty());
}

TEST(BasicCredentials, ShowNameAndPasswordOfTheirUser) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    Desk desk(basicSettings(instance.url()));
    EXPECT_EQ(kindOf(desk.ask("beth.anglin", getIncident())), "ok");
    EXPECT_EQ(instance.requestsTo(incidentPath()).at(0).header("Authorization"),
              "Basic " + base::encodeBase64("beth.anglin:pass:word"));
}

TEST(BasicCredentials, AreNotTriedTwiceWhenRefused) {
    FakeInstance instance;
    instance.on(kFirstAsked, [](const SeenRequest&) {
        return refusal(401, "User Not Authenticated", "Required to provide Auth information");
    });
    Desk desk(basicSettings(instance.url()));
    const json reply = desk.ask("beth.anglin", getIncident());
    EXPECT_EQ(kindOf(reply), "unauthorized");
    EXPECT_NE(messageOf(reply).find("User Not Authenticated"), std::string::npos);
    EXPECT_EQ(instance.server().requests().size(), 1U);
}

/// An instance whose tokens are those of one account.
InstanceSettings accountOf(Grant grant, const std::string& url) {
    InstanceSettings dev;
    dev.url = url;
    dev.grant = grant;
    dev.client_id = "client-1";
    dev.client_secret = base::Secret("client-secret-1");
    dev.user_name = "svc.toolhost";
    dev.password = base::Secret("pass word&");
    dev.refresh_token = base::Secret(grant == Grant::RefreshToken ? "first-refresh" : "");
    dev.api_key = base::Secret("the-api-key");
    return dev;
}

Settings only(InstanceSettings instance) {
    return {{{"dev", std::move(instance)}}, ""};
}

tests::Answer opaque(const SeenRequest&) {
    return answer(401, R"({"error_description":"access_denied","error":"server_error"})");
}

/// Gives tokens t1, t2, … of that life, each with a refresh token.
tests::LoopbackServer::Handler tokensFor(int seconds) {
    return [seconds, count = std::make_shared<std::atomic<int>>(0)](const SeenRequest&) {
        const std::string number = std::to_string(++*count);
        return answer(200,
                      json{{"access_token", "t" + number},
                           {"refresh_token", "r" + number},
                           {"expires_in", seconds}}
                          .dump());
    };
}

class AccountGrants : public testing::TestWithParam<Grant> {};

TEST_P(AccountGrants, ServeNobodyElseSilently) {
    FakeInstance instance;
    Desk desk(only(accountOf(GetParam(), instance.url())));
    const json reply = desk.ask("beth.anglin", getIncident());
    EXPECT_EQ(kindOf(reply), "no_identity");
    EXPECT_NE(messageOf(reply).find("svc.toolhost"), std::string::npos);
    EXPECT_TRUE(instance.server().requests().empty());
}

TEST_P(AccountGrants, ServeTheirOwnUser) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    Desk desk(only(accountOf(GetParam(), instance.url())));
    const json reply = desk.ask("svc.toolhost", getIncident());
    EXPECT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_FALSE(reply.contains("acting_as"));
}

TEST_P(AccountGrants, NameTheAccountWhereEverybodySharesIt) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    InstanceSettings shared = accountOf(GetParam(), instance.url());
    shared.shared_account = true;
    std::vector<std::string> recorded;
    Desk desk(only(shared), [&recorded](const SharedAccountUse& use) -> base::Result<base::Done> {
        recorded.push_back(*use.principal.user + " as " + std::string(use.account) + ": " +
                           std::string(use.operation));
        return base::Done{};
    });
    EXPECT_EQ(desk.ask("beth.anglin", getIncident()).value("acting_as", ""), "svc.toolhost");
    EXPECT_EQ(desk.ask("fred.luddy", getIncident()).value("acting_as", ""), "svc.toolhost");
    EXPECT_EQ(recorded,
              (std::vector<std::string>{"beth.anglin as svc.toolhost: get",
                                        "fred.luddy as svc.toolhost: get"}));
    EXPECT_LE(instance.requestsTo(kTokens).size(), 1U) << "one account, one token";
}

TEST_P(AccountGrants, AreNotSharedWhenThatCannotBeRecorded) {
    FakeInstance instance;
    InstanceSettings shared = accountOf(GetParam(), instance.url());
    shared.shared_account = true;
    Desk desk(only(shared), [](const SharedAccountUse&) -> base::Result<base::Done> {
        return base::Error{"the disk is full"};
    });
    const json reply = desk.ask("beth.anglin", getIncident());
    EXPECT_EQ(kindOf(reply), "unavailable");
    EXPECT_NE(messageOf(reply).find("the disk is full"), std::string::npos);
    EXPECT_TRUE(instance.server().requests().empty());
}

INSTANTIATE_TEST_SUITE_P(Every,
                         AccountGrants,
                         testing::Values(Grant::Password,
                                         Grant::ClientCredentials,
                                         Grant::RefreshToken,
                                         Grant::Basic,
                                         Grant::ApiKey));

TEST(ApiKey, IsShownInItsOwnHeader) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    Desk desk(only(accountOf(Grant::ApiKey, instance.url())));
    EXPECT_EQ(kindOf(desk.ask("svc.toolhost", getIncident())), "ok");
    const auto seen = instance.requestsTo(incidentPath()).at(0);
    EXPECT_EQ(seen.header("x-sn-apikey"), "the-api-key");
    EXPECT_EQ(seen.header("Authorization"), "");
}

TEST(PasswordGrant, SendsNameAndPasswordOnceAndARefreshTokenAfterwards) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    instance.on(kTokens, tokensFor(0));
    Desk desk(only(accountOf(Grant::Password, instance.url())));
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(kindOf(desk.ask("svc.toolhost", getIncident())), "ok");
    const auto asked = instance.requestsTo(kTokens);
    ASSERT_GE(asked.size(), 2U);
    EXPECT_EQ(asked[0].parameter("grant_type"), "password");
    EXPECT_EQ(asked[0].parameter("username"), "svc.toolhost");
    EXPECT_EQ(asked[0].parameter("password"), "pass word&");
    EXPECT_EQ(asked[0].parameter("client_id"), "client-1");
    EXPECT_EQ(asked[0].parameter("client_secret"), "client-secret-1");
    EXPECT_EQ(asked[1].parameter("grant_type"), "refresh_token");
    EXPECT_EQ(asked[1].parameter("refresh_token"), "r1");
    EXPECT_EQ(asked[1].parameter("password"), "");
}

TEST(PasswordGrant, GoesBackToThePasswordWhenARefreshTokenIsRefused) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    instance.on(kTokens, [first = tokensFor(0)](const SeenRequest& seen) {
        return seen.parameter("grant_type") == "refresh_token" ? opaque(seen) : first(seen);
    });
    Desk desk(only(accountOf(Grant::Password, instance.url())));
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(kindOf(desk.ask("svc.toolhost", getIncident())), "ok");
    const auto asked = instance.requestsTo(kTokens);
    EXPECT_EQ(asked.at(1).parameter("grant_type"), "refresh_token");
    EXPECT_EQ(asked.at(2).parameter("grant_type"), "password");
}

TEST(ClientCredentials, SayWhatToCheckWhenTheyAreRefused) {
    FakeInstance instance;
    instance.on(kTokens, opaque);
    Desk desk(only(accountOf(Grant::ClientCredentials, instance.url())));
    const json reply = desk.ask("svc.toolhost", getIncident());
    EXPECT_EQ(kindOf(reply), "unauthorized");
    EXPECT_NE(reply["error"]["hint"].get<std::string>().find("OAuth Application User"),
              std::string::npos);
    EXPECT_EQ(instance.requestsTo(kTokens).at(0).parameter("grant_type"), "client_credentials");
}

TEST(BasicCredentials, StopBeforeTheirAccountIsLocked) {
    FakeInstance instance;
    instance.on(kFirstAsked, [](const SeenRequest&) {
        return refusal(401, "User Not Authenticated", "Required to provide Auth information");
    });
    Desk desk(basicSettings(instance.url()));
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(kindOf(desk.ask("beth.anglin", getIncident())), "unauthorized");
    EXPECT_EQ(instance.server().requests().size(), 5U);
}

}  // namespace
}  // namespace toolhost::servicenow
