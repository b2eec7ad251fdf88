#include <atomic>

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "crypto/signing_key.hpp"

#include "desk.hpp"
#include "fake_instance.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::answer;
using tests::SeenRequest;

TEST(JwtBearer, TellsARefusedUserAndRemembersIt) {
    FakeInstance instance;
    instance.on(kTokens, [](const SeenRequest&) {
        return answer(401, R"({"error":"server_error","error_description":"access_denied"})");
    });
    Desk desk(instance.url());
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(kindOf(desk.ask(getIncident())), "unauthorized");
    EXPECT_EQ(instance.server().requests().size(), 1U);
}

TEST(JwtBearer, TellsAHibernatingInstance) {
    FakeInstance instance;
    instance.on(kTokens, [](const SeenRequest&) {
        return answer(200, "<html>Instance Hibernating page</html>", "Content-Type: text/html\r\n");
    });
    Desk desk(instance.url());
    const json reply = desk.ask(getIncident());
    EXPECT_EQ(kindOf(reply), "unavailable");
    EXPECT_NE(reply["error"]["hint"].get<std::string>().find("hibernates"), std::string::npos);
}

TEST(JwtBearer, SendsAnAssertionThatNamesTheUser) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    Desk desk(instance.url());
    desk.ask("beth.anglin", getIncident());
    const SeenRequest exchange = instance.requestsTo(kTokens).at(0);
    EXPECT_EQ(exchange.method, "POST");
    EXPECT_EQ(exchange.header("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(exchange.parameter("grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
    EXPECT_EQ(exchange.parameter("client_id"), "client-1");
    EXPECT_EQ(exchange.parameter("client_secret"), "client-secret-1");
    const std::string assertion = exchange.parameter("assertion");
    const json claims = claimsOf(assertion);
    EXPECT_EQ(claims["iss"], "client-1");
    EXPECT_EQ(claims["aud"], "client-1");
    EXPECT_EQ(claims["sub"], "beth.anglin");
    EXPECT_EQ(claims["nbf"], claims["iat"]);
    EXPECT_EQ(claims["exp"].get<int>() - claims["iat"].get<int>(), 125);
    EXPECT_EQ(claims["jti"].get<std::string>().size(), 32U);
    const auto parts = base::split(assertion, '.');
    EXPECT_EQ(json::parse(*base::decodeBase64Url(parts[0])),
              (json{{"alg", "RS256"}, {"kid", "key-1"}, {"typ", "JWT"}}));
    const auto key = crypto::SigningKey::load(keyFile());
    ASSERT_TRUE(key.ok());
    const std::string signed_part = assertion.substr(0, assertion.rfind('.'));
    EXPECT_TRUE(key.value().verifyingKey().verifies(signed_part, *base::decodeBase64Url(parts[2])));
}

TEST(JwtBearer, GivesEachUserATokenOfTheirOwnAndKeepsIt) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    Desk desk(instance.url());
    for (const char* user : {"beth.anglin", "fred.luddy", "beth.anglin", "fred.luddy"})
        EXPECT_EQ(kindOf(desk.ask(user, getIncident())), "ok");
    EXPECT_EQ(instance.requestsTo(kTokens).size(), 2U);
    const auto reads = instance.requestsTo(incidentPath());
    EXPECT_EQ(reads.at(2).header("Authorization"), "Bearer token-of-beth.anglin");
    EXPECT_EQ(reads.at(3).header("Authorization"), "Bearer token-of-fred.luddy");
}

TEST(JwtBearer, UsesAnAddressOnlyWhenItIsOneUsersAlone) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    instance.on(kTokens, [](const SeenRequest&) {
        return answer(200, R"({"access_token":"beths","expires_in":1799})");
    });
    json users = json::array();
    instance.on("/api/now/table/sys_user", [&](const SeenRequest&) { return result(users); });
    InstanceSettings dev = jwtInstance(instance.url());
    dev.subject_field = "email";
    dev.subject_domain = "example.com";
    for (const int namesakes : {0, 1, 2}) {
        users = json(std::vector<json>(static_cast<std::size_t>(namesakes), {{"sys_id", "1"}}));
        Desk desk(Settings{{{"dev", dev}}, ""});
        const json reply = desk.ask("beth.anglin", getIncident());
        EXPECT_EQ(kindOf(reply), namesakes == 1 ? "ok" : "no_identity") << reply;
    }
    const auto asked = instance.requestsTo("/api/now/table/sys_user").at(0);
    EXPECT_EQ(asked.parameter("sysparm_query"), "email=beth.anglin@example.com^active=true");
    EXPECT_EQ(asked.header("Authorization"), "Bearer beths");
    EXPECT_EQ(instance.requestsTo(incidentPath()).size(), 1U);
}

TEST(JwtBearer, AsksWhoseAnAddressIsAtTheInstancesPace) {
    FakeInstance instance;
    instance.on("/api/now/table/sys_user", [](const SeenRequest&) { return std::nullopt; });
    InstanceSettings dev = jwtInstance(instance.url());
    dev.subject_field = "email";
    dev.in_flight_max = 1;
    Desk desk(Settings{{{"dev", dev}}, ""});
    auto first = desk.start("beth.anglin", getIncident());
    ASSERT_TRUE(instance.server().waitForRequests(2));
    auto second = desk.start("fred.luddy", getIncident());

    FakeInstance elsewhere;  // its answer takes the time in which the second call could have asked
    elsewhere.on(incidentPath(), incident);
    EXPECT_EQ(kindOf(Desk(elsewhere.url()).ask(getIncident())), "ok");
    EXPECT_EQ(instance.requestsTo(kTokens).size(), 1U);

    instance.server().answerHeld(answer(200, R"({"result":[{"sys_id":"1"}]})"));
    ASSERT_TRUE(instance.server().waitForRequests(3));
    desk.close();
    EXPECT_EQ(kindOf(json::parse(first.get())), "cancelled");
}

TEST(JwtBearer, ExchangesOnceForAllWhoWait) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    instance.on(kTokens, [](const SeenRequest&) { return std::nullopt; });
    Desk desk(instance.url());
    std::vector<std::future<std::string>> replies;
    for (int i = 0; i < 10; ++i)
        replies.push_back(desk.start("beth.anglin", getIncident()));
    ASSERT_TRUE(instance.server().waitForRequests(1));
    instance.server().answerHeld(answer(200, R"({"access_token":"t","expires_in":1799})"));
    for (auto& reply : replies)
        EXPECT_EQ(kindOf(json::parse(reply.get())), "ok");
    EXPECT_EQ(instance.requestsTo(kTokens).size(), 1U);
}

TEST(JwtBearer, OutlivesTheCallThatAskedFirst) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    instance.on(kTokens, [](const SeenRequest&) { return std::nullopt; });
    Desk desk(instance.url());
    std::stop_source stop;
    auto first = desk.start("beth.anglin", getIncident(), stop.get_token());
    auto second = desk.start("beth.anglin", getIncident());
    ASSERT_TRUE(instance.server().waitForRequests(1));
    stop.request_stop();
    EXPECT_EQ(kindOf(json::parse(first.get())), "cancelled");
    instance.server().answerHeld(answer(200, R"({"access_token":"t","expires_in":1799})"));
    EXPECT_EQ(kindOf(json::parse(second.get())), "ok");
}

TEST(JwtBearer, RenewsATokenThatTheApiRefusesOnce) {
    FakeInstance instance;
    std::atomic<int> exchanges{0};
    instance.on(kTokens, [&](const SeenRequest&) {
        const json token = {{"access_token", "t" + std::to_string(++exchanges)},
                            {"expires_in", 1799}};
        return answer(200, token.dump());
    });
    instance.on(incidentPath(), [](const SeenRequest& seen) {
        return seen.header("Authorization") == "Bearer t1"
                   ? refusal(401, "User Not Authenticated", "Required to provide Auth information")
                   : incident(seen);
    });
    Desk desk(instance.url());
    EXPECT_EQ(kindOf(desk.ask(getIncident())), "ok");
    EXPECT_EQ(exchanges, 2);
    EXPECT_EQ(instance.requestsTo(incidentPath()).size(), 2U);
}

TEST(JwtBearer, GivesUpOnTheSecondRefusal) {
    FakeInstance instance;
    instance.on(incidentPath(), [](const SeenRequest&) {
        return refusal(401, "User Not Authenticated", "Required to provide Auth information");
    });
    Desk desk(instance.url());
    const json reply = desk.ask(getIncident());
    EXPECT_EQ(kindOf(reply), "unauthorized");
    EXPECT_EQ(reply["error"]["detail"], "Required to provide Auth information");
    EXPECT_EQ(instance.requestsTo(incidentPath()).size(), 2U);
    EXPECT_EQ(instance.requestsTo(kTokens).size(), 2U);
}

TEST(JwtBearer, StopsAskingAnInstanceThatRefusesEverybodyOpaquely) {
    FakeInstance instance;
    instance.on(kTokens, [](const SeenRequest&) {
        return answer(401, R"({"error":"server_error","error_description":"access_denied"})");
    });
    Desk desk(instance.url());
    json last;
    for (int i = 0; i < 8; ++i)
        last = desk.ask("user." + std::to_string(i), getIncident());
    EXPECT_EQ(instance.requestsTo(kTokens).size(), 5U);
    EXPECT_EQ(kindOf(last), "unauthorized");
    EXPECT_NE(messageOf(last).find("not asked for another"), std::string::npos);
    EXPECT_NE(last["error"]["hint"].get<std::string>().find("servicenow check"), std::string::npos);
}

TEST(JwtBearer, GoesOnAskingWhenRefusalsNameTheirCause) {
    FakeInstance instance;
    instance.on(kTokens, [](const SeenRequest&) {
        return answer(400, R"({"error":"invalid_grant","error_description":"unknown user"})");
    });
    Desk desk(instance.url());
    for (int i = 0; i < 8; ++i)
        desk.ask("user." + std::to_string(i), getIncident());
    EXPECT_EQ(instance.requestsTo(kTokens).size(), 8U);
}

TEST(JwtBearer, SendsTheMappedSubjectAndTheConfiguredAudience) {
    FakeInstance instance;
    instance.on(incidentPath(), incident);
    InstanceSettings dev = jwtInstance(instance.url());
    dev.audience = "https://dev.service-now.com/oauth_token.do";
    dev.subjects = {{"beth.anglin", "b.anglin"}};
    Desk desk(Settings{{{"dev", dev}}, ""});
    EXPECT_EQ(kindOf(desk.ask("beth.anglin", getIncident())), "ok");
    const json claims = claimsOf(instance.requestsTo(kTokens).at(0).parameter("assertion"));
    EXPECT_EQ(claims["sub"], "b.anglin");
    EXPECT_EQ(claims["aud"], "https://dev.service-now.com/oauth_token.do");
    EXPECT_EQ(claims["iss"], "client-1");
}

TEST(JwtBearer, AsksForNoTokenOfADeniedUser) {
    FakeInstance instance;
    Desk desk(instance.url());
    EXPECT_EQ(kindOf(desk.ask("admin", getIncident())), "no_identity");
    EXPECT_TRUE(instance.server().requests().empty());
}

}  // namespace
}  // namespace toolhost::servicenow
