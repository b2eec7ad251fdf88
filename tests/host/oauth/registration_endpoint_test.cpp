#include "oauth/registration_endpoint.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "browser.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;

Settings with(Registration registration) {
    Settings settings;
    settings.registration = registration;
    return settings;
}

struct Desk {
    explicit Desk(Registration registration) : house(with(registration)) {}

    Response send(const std::string& body, const std::string& authorization = {}) const {
        Request request{"POST", "/oauth/register", {}, {}, body, "192.0.2.7"};
        request.headers.emplace_back("Content-Type", "application/json");
        if (!authorization.empty()) request.headers.emplace_back("Authorization", authorization);
        return house.answer(request);
    }
    [[nodiscard]] std::string token() const {
        const auto now = house.clock.wall();
        const auto issued =
            RegistrationTokens(*house.database).issue(now, now + std::chrono::hours(1));
        return "Bearer " + std::string(issued.value().reveal());
    }

    SignInHouse house;
};

Json good() {
    return {{"client_name", "editor"},
            {"redirect_uris", {"http://127.0.0.1/", "https://vscode.dev/redirect"}},
            {"grant_types", {"authorization_code", "refresh_token"}},
            {"response_types", {"code"}},
            {"token_endpoint_auth_method", "none"},
            {"scope", "mcp:tools offline_access"},
            {"application_type", "native"},
            {"software_id", "x"}};
}

TEST(Register, IsForHoldersOfATokenUnlessItIsOpen) {
    const Desk desk(Registration::Guarded);
    for (const char* authorization : {"", "Bearer x", "Bearer ", "Basic eDp5"}) {
        const auto refused = desk.send(good().dump(), authorization);
        EXPECT_EQ(refused.status, 401) << authorization;
        EXPECT_TRUE(headerOf(refused, "WWW-Authenticate").starts_with("Bearer"));
    }
    EXPECT_EQ(desk.send(good().dump(), desk.token()).status, 201);
}

TEST(Register, TakesNoTokenThatHasExpired) {
    Desk desk(Registration::Guarded);
    const auto token = desk.token();
    desk.house.clock.pass(std::chrono::hours(1) + std::chrono::seconds(1));
    EXPECT_EQ(desk.send(good().dump(), token).status, 401);
}

struct BadMetadata {
    Json changes;
    std::string error;
};

TEST(Register, RefusesWhatIsNoClient) {
    const std::vector<BadMetadata> rows{
        {{{"redirect_uris", {"http://client.example/cb"}}}, "invalid_redirect_uri"},
        {{{"redirect_uris", {"javascript:alert(1)"}}}, "invalid_redirect_uri"},
        {{{"redirect_uris", {"data:text/html,x"}}}, "invalid_redirect_uri"},
        {{{"redirect_uris", {"https://client.example/#x"}}}, "invalid_redirect_uri"},
        {{{"redirect_uris", {"https://*.example/"}}}, "invalid_redirect_uri"},
        {{{"redirect_uris", Json::array()}}, "invalid_redirect_uri"},
        {{{"redirect_uris", "https://client.example"}}, "invalid_redirect_uri"},
        {{{"redirect_uris", {1}}}, "invalid_redirect_uri"},
        {{{"client_secret", "mine"}}, "invalid_client_metadata"},
        {{{"grant_types", {"password"}}}, "invalid_client_metadata"},
        {{{"grant_types", "authorization_code"}}, "invalid_client_metadata"},
        {{{"response_types", {"token"}}}, "invalid_client_metadata"},
        {{{"token_endpoint_auth_method", "client_secret_jwt"}}, "invalid_client_metadata"},
        {{{"token_endpoint_auth_method", "private_key_jwt"}}, "invalid_client_metadata"},
        {{{"token_endpoint_auth_method", "private_key_jwt"},
          {"jwks_uri", "http://169.254.169.254/"}},
         "invalid_client_metadata"},
        {{{"client_name", "two\nlines"}}, "invalid_client_metadata"},
        {{{"grant_types", {"client_credentials"}},
          {"token_endpoint_auth_method", "client_secret_basic"}},
         "invalid_client_metadata"}};
    for (const auto& row : rows) {
        const Desk desk(Registration::Open);
        auto metadata = good();
        metadata.update(row.changes);
        const auto refused = desk.send(metadata.dump());
        EXPECT_EQ(refused.status, 400) << row.changes;
        EXPECT_EQ(Json::parse(refused.body)["error"], row.error) << row.changes << refused.body;
    }
    const Desk desk(Registration::Open);
    for (const auto& body : {std::string(),
                             std::string("[]"),
                             std::string("{\"client_name\":"),
                             std::string(R"({"client_name":"a","client_name":"b"})"),
                             std::string(1000, '[')})
        EXPECT_EQ(desk.send(body).status, 400) << body;
}

TEST(Register, MakesAPublicClientThatCanSignUsersIn) {
    const Desk desk(Registration::Open);
    const auto answer = desk.send(good().dump());
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(headerOf(answer, "Cache-Control"), "no-store");
    auto told = Json::parse(answer.body);
    const std::string id = told["client_id"];
    told.erase("client_id");
    EXPECT_EQ(told,
              (Json{{"client_name", "editor"},
                    {"client_id_issued_at", identity::kNoon},
                    {"redirect_uris", {"http://127.0.0.1/", "https://vscode.dev/redirect"}},
                    {"grant_types", {"authorization_code", "refresh_token"}},
                    {"response_types", {"code"}},
                    {"token_endpoint_auth_method", "none"},
                    {"scope", "mcp:tools"}}));
    Browser browser(desk.house);
    browser.open(authorizationOf(id, {{"redirect_uri", "http://127.0.0.1:4000/"}}));
    const auto page = browser.signIn("alice");
    EXPECT_NE(page.body.find("Registered itself"), std::string::npos);
    EXPECT_TRUE(answerIn(browser.decide("allow")).contains("code"));
}

TEST(Register, GivesASecretToAClientThatWantsOne) {
    const Desk desk(Registration::Open);
    auto metadata = good();
    metadata.erase("token_endpoint_auth_method");
    metadata.erase("grant_types");
    const auto told = Json::parse(desk.send(metadata.dump()).body);
    EXPECT_EQ(told["token_endpoint_auth_method"], "client_secret_basic");
    EXPECT_EQ(told["grant_types"], Json({"authorization_code"}));
    EXPECT_EQ(told["client_secret_expires_at"], 0);
    EXPECT_TRUE(desk.house.clients->authenticate(told["client_id"].get<std::string>(),
                                                 told["client_secret"].get<std::string>()));
}

TEST(Register, LetsATokensHolderHaveAClientOfItsOwn) {
    const Desk desk(Registration::Open);
    const Json metadata{{"grant_types", {"client_credentials"}}};
    EXPECT_EQ(desk.send(metadata.dump()).status, 400);
    EXPECT_EQ(desk.send(metadata.dump(), desk.token()).status, 201);
}

TEST(Register, TakesTenAnHourFromOneAddress) {
    Desk desk(Registration::Open);
    for (unsigned number = 0; number < RegistrationEndpoint::kPerHourAndAddress; ++number)
        EXPECT_EQ(desk.send(good().dump()).status, 201);
    const auto refused = desk.send(good().dump());
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(headerOf(refused, "Retry-After"), "3600");
    desk.house.clock.pass(std::chrono::hours(1));
    EXPECT_EQ(desk.send(good().dump()).status, 201);
}

TEST(Register, IsOnRecord) {
    Desk desk(Registration::Open);
    desk.send(good().dump());
    desk.send("{}");
    const auto records = desk.house.records("client.register");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].outcome, "ok");
    EXPECT_EQ(records[0].details.at("name"), "editor");
    EXPECT_EQ(records[1].outcome, "denied");
}

}  // namespace
}  // namespace toolhost::oauth
