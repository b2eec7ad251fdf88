#include "oauth/token_endpoint.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "oauth_house.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;

constexpr const char* kGrant = "grant_type=client_credentials";

Json bodyOf(const Response& response) {
    return Json::parse(response.body, nullptr, false);
}

void expectRefusal(const Response& response, int status, const std::string& error) {
    EXPECT_EQ(response.status, status) << response.body;
    EXPECT_EQ(bodyOf(response)["error"], error) << response.body;
    EXPECT_FALSE(bodyOf(response).contains("access_token"));
    EXPECT_EQ(headerOf(response, "Content-Type"), "application/json");
    EXPECT_EQ(headerOf(response, "Cache-Control"), "no-store");
    EXPECT_EQ(headerOf(response, "Pragma"), "no-cache");
    EXPECT_EQ(headerOf(response, "Access-Control-Allow-Origin"), "");
    EXPECT_EQ(headerOf(response, "WWW-Authenticate"),
              status == 401 ? R"(Basic realm="https://host.example")" : "");
}

TEST(TokenEndpoint, RefusesOtherMethods) {
    const OauthHouse house;
    for (const char* method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post"}) {
        const auto response = house.answer({method, "/oauth/token", {}, {}, {}, {}});
        expectRefusal(response, 405, "invalid_request");
        EXPECT_EQ(headerOf(response, "Allow"), "POST");
    }
}

TEST(TokenEndpoint, RefusesParametersInTheUrl) {
    const OauthHouse house;
    for (const char* query : {"grant_type=client_credentials", "x", "client_secret=b"}) {
        Request request{"POST",
                        "/oauth/token",
                        query,
                        {{"Content-Type", "application/x-www-form-urlencoded"},
                         {"Authorization", house.basic()}},
                        kGrant,
                        {}};
        expectRefusal(house.answer(request), 400, "invalid_request");
    }
}

TEST(TokenEndpoint, RefusesOtherContentTypes) {
    const OauthHouse house;
    for (const Headers& headers :
         {Headers{},
          Headers{{"Content-Type", "application/json"}},
          Headers{{"Content-Type", "multipart/form-data; boundary=x"}},
          Headers{{"Content-Type", "text/plain"}},
          Headers{{"Content-Type", ""}},
          Headers{{"Content-Type", "application/x-www-form-urlencoded"},
                  {"content-type", "application/x-www-form-urlencoded"}}}) {
        Request request{"POST", "/oauth/token", {}, headers, kGrant, {}};
        request.headers.emplace_back("Authorization", house.basic());
        expectRefusal(house.answer(request), 400, "invalid_request");
    }
    Request tolerated{"POST",
                      "/oauth/token",
                      {},
                      {{"Content-Type", "Application/X-WWW-Form-Urlencoded ; charset=UTF-8"},
                       {"Authorization", house.basic()}},
                      kGrant,
                      {}};
    EXPECT_EQ(house.answer(tolerated).status, 200);
}

struct BadForm {
    std::string form;
    int status;
    std::string error;
};

TEST(TokenEndpoint, RefusesEachBadFormForItsOwnReason) {
    const OauthHouse house;
    const std::string grant = kGrant;
    const std::vector<BadForm> rows{
        {"", 400, "invalid_request"},
        {"grant_type=", 400, "invalid_request"},
        {grant + '&' + grant, 400, "invalid_request"},
        {grant + "&x=%zz", 400, "invalid_request"},
        {grant + "&client_secret=x", 400, "invalid_request"},
        {"grant_type=password", 400, "unsupported_grant_type"},
        {"grant_type=implicit", 400, "unsupported_grant_type"},
        {"grant_type=authorization_code", 400, "invalid_request"},
        {"grant_type=authorization_code&code=x", 400, "invalid_grant"},
        {"grant_type=refresh_token", 400, "invalid_request"},
        {"grant_type=refresh_token&refresh_token=x", 400, "invalid_grant"},
        {"grant_type=CLIENT_CREDENTIALS", 400, "unsupported_grant_type"},
        {grant + "&scope=admin", 400, "invalid_scope"},
        {grant + "&scope=mcp:tools+admin", 400, "invalid_scope"},
        {grant + "&scope=%22", 400, "invalid_scope"},
        {grant + "&scope=mcp:tools++x", 400, "invalid_scope"},
        {grant + "&resource=https://other.example/mcp", 400, "invalid_target"},
        {grant + "&resource=https://host.example", 400, "invalid_target"},
        {grant + "&resource=https://host.example/mcp/", 400, "invalid_target"},
        {grant + "&resource=https://host.example/mcp%23x", 400, "invalid_target"},
        {grant + "&resource=mcp", 400, "invalid_target"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.form);
        expectRefusal(house.ask(row.form, house.basic()), row.status, row.error);
    }
}

TEST(TokenEndpoint, RefusesAClientThatIsNotShown) {
    const OauthHouse house;
    const auto basic = [](const std::string& pair) { return "Basic " + base::encodeBase64(pair); };
    for (const auto& authorization :
         {std::string(),
          basic("client_unknown:" + house.secret()),
          basic(house.client.client_id + ":wrong"),
          basic(house.client.client_id + ':' + house.secret() + '\0'),
          basic(house.client.client_id + ':' + std::string(1 << 20, 'x')),
          std::string("Basic !"),
          std::string("Bearer x")}) {
        SCOPED_TRACE(authorization.substr(0, 60));
        expectRefusal(house.ask(kGrant, authorization), 401, "invalid_client");
    }
    ASSERT_TRUE(house.clients->revoke(house.client.client_id, identity::at(identity::kNoon)));
    expectRefusal(house.ask(kGrant, house.basic()), 401, "invalid_client");
}

TEST(TokenEndpoint, RecordsARefusedClientWithoutItsSecret) {
    OauthHouse house;
    expectRefusal(
        house.ask(std::string(kGrant) + "&client_id=stranger&client_secret=hunter2hunter2", {}),
        401,
        "invalid_client");
    const auto records = house.records();
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].outcome, "denied");
    EXPECT_EQ(records[0].target, "stranger");
    EXPECT_EQ(records[0].client_id, "stranger");
    EXPECT_EQ(records[0].evidence, "nothing");
    EXPECT_EQ(records[0].details.at("error"), "invalid_client");
    EXPECT_EQ(records[0].details.at("peer"), "192.0.2.7");
    for (const auto& [name, value] : records[0].details)
        EXPECT_EQ(value.find("hunter2"), std::string::npos) << name;
}

TEST(TokenEndpoint, RecordsOnlyTheBeginningOfAnEndlessId) {
    OauthHouse house;
    const std::string id(60'000, 'x');
    expectRefusal(house.ask(std::string(kGrant) + "&client_secret=s&client_id=" + id, {}),
                  401,
                  "invalid_client");
    EXPECT_EQ(house.records().at(0).target, id.substr(0, 255));
}

TEST(TokenEndpoint, GivesNoTokenThatCannotBeRecorded) {
    audit::Settings full;
    full.queue_max = 0;
    OauthHouse house(full);
    const auto response = house.ask(kGrant, house.basic());
    expectRefusal(response, 503, "server_error");
    EXPECT_NE(house.log_text.str().find("oauth.token.withheld"), std::string::npos);
}

TEST(TokenEndpoint, GivesNoTokenWhoseRecordIsNotOnDisk) {
    OauthHouse house;
    {
        auto intruder = store::Connection::open(audit::trailFile({house.folder.path()}),
                                                store::Access::ReadWrite);
        ASSERT_TRUE(intruder);
        ASSERT_TRUE(intruder.value()->executeScript({"break the trail", "DROP TABLE records"}));
    }
    expectRefusal(house.ask(kGrant, house.basic()), 503, "server_error");
    EXPECT_NE(house.log_text.str().find("oauth.token.withheld"), std::string::npos);
}

TEST(TokenEndpoint, GivesATokenThatThisHostAccepts) {
    const OauthHouse house;
    const auto response = house.ask(kGrant, house.basic());
    ASSERT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(headerOf(response, "Content-Type"), "application/json");
    EXPECT_EQ(headerOf(response, "Cache-Control"), "no-store");
    EXPECT_EQ(headerOf(response, "Pragma"), "no-cache");
    auto body = bodyOf(response);
    const auto verdict = house.tokens.verify(body["access_token"].get<std::string>(),
                                             identity::at(identity::kNoon + 3600));
    ASSERT_TRUE(std::holds_alternative<identity::Principal>(verdict));
    const auto& principal = std::get<identity::Principal>(verdict);
    EXPECT_EQ(principal.subject, house.client.client_id);
    EXPECT_EQ(principal.client_id, house.client.client_id);
    EXPECT_EQ(principal.user, "svc.robot");
    body.erase("access_token");
    EXPECT_EQ(body, (Json{{"token_type", "Bearer"}, {"expires_in", 3600}, {"scope", "mcp:tools"}}));
}

TEST(TokenEndpoint, AcceptsEveryWayToShowTheSecret) {
    const OauthHouse house;
    std::string encoded;
    for (const char c : house.secret())
        encoded += '%' + base::toHex(std::string_view(&c, 1));
    const std::string in_form =
        "&client_id=" + house.client.client_id + "&client_secret=" + house.secret();
    EXPECT_EQ(house.ask(kGrant + in_form, {}).status, 200);
    EXPECT_EQ(
        house.ask(kGrant, "basic " + base::encodeBase64(house.client.client_id + ':' + encoded))
            .status,
        200);
    EXPECT_EQ(house.ask(std::string(kGrant) + "&client_id=" + house.client.client_id, house.basic())
                  .status,
              200);
    EXPECT_EQ(house
                  .ask(std::string(kGrant) +
                           "&resource=https%3A%2F%2Fhost.example%2Fmcp&scope=mcp%3Atools&unknown=1",
                       house.basic())
                  .status,
              200);
}

TEST(TokenEndpoint, RecordsTheIntentAndTheOutcomeOfEachToken) {
    OauthHouse house;
    const auto response = house.ask(kGrant, house.basic());
    ASSERT_EQ(response.status, 200);
    const auto token = bodyOf(response)["access_token"].get<std::string>();
    const auto records = house.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].outcome, "intended");
    EXPECT_EQ(records[1].outcome, "ok");
    EXPECT_EQ(records[0].call_id, records[1].call_id);
    const auto principal =
        std::get<identity::Principal>(house.tokens.verify(token, identity::at(identity::kNoon)));
    EXPECT_EQ(records[0].call_id, principal.token_id);
    EXPECT_EQ(records[0].target, house.client.client_id);
    EXPECT_EQ(records[0].user, "svc.robot");
    EXPECT_EQ(records[0].evidence, "secret");
    EXPECT_EQ(records[0].details,
              (std::map<std::string, std::string>{{"authentication", "client_secret_basic"},
                                                  {"expires_in", "3600"},
                                                  {"grant", "client_credentials"},
                                                  {"peer", "192.0.2.7"},
                                                  {"scope", "mcp:tools"},
                                                  {"subject", house.client.client_id}}));
}

}  // namespace
}  // namespace toolhost::oauth
