#include "simulator/auth/oauth.hpp"

#include "instance_fixture.hpp"
#include "signer.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class OAuthTokens : public InstanceFixture {
protected:
    OAuthTokens() {
        auto settings = smallInstance();
        const auto key = RsaKey::parse(testSigner().publicPem());
        settings.clients = {{"by-name", {}, JwtVerifier{key, "k", "user_name"}},
                            {"by-email", "s3cret", JwtVerifier{key, {}, "email"}},
                            {"web", "secret", {}}};
        restart(settings);
    }

    std::string assertion(const std::string& client, const std::string& subject) {
        const auto seconds = now_.time_since_epoch().count();
        return testSigner().sign({{"alg", "RS256"}, {"kid", "k"}},
                                 {{"iss", client},
                                  {"aud", client},
                                  {"sub", subject},
                                  {"jti", std::to_string(++assertions_)},
                                  {"iat", seconds},
                                  {"exp", seconds + 300}});
    }

    Reply ask(const std::string& form) {
        auto request = requestTo("POST", "/oauth_token.do");
        request.content_type = "application/x-www-form-urlencoded";
        request.body = form;
        return sendRequest(request);
    }

    Reply askJwt(const std::string& client,
                 const std::string& assertion,
                 const std::string& more = {}) {
        return ask("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id=" +
                   client + "&assertion=" + assertion + more);
    }

    int statusWith(const std::string& token) {
        auto request = requestTo("GET", "/api/now/table/incident?sysparm_limit=1");
        request.authorization = "Bearer " + token;
        return sendRequest(request).status;
    }

    static std::string tokenOf(const Reply& reply) {
        return bodyOf(reply).value("access_token", "");
    }

    int assertions_ = 0;
};

TEST_F(OAuthTokens, RefuseEverythingAlikeAndLogTheReason) {
    const auto used = assertion("by-name", "beth.anglin");
    ASSERT_EQ(askJwt("by-name", used).status, 200);
    struct Case {
        Reply reply;
        const char* reason;
    };
    const Case cases[] = {
        {ask(""), "no such client_id"},
        {askJwt("nobody", used), "no such client_id"},
        {askJwt("by-name", used), "the jti was used before"},
        {askJwt("by-name", used, "&client_secret=x"), "wrong client_secret"},
        {askJwt("by-email", assertion("by-email", "beth.anglin@example.com")),
         "wrong client_secret"},
        {askJwt("by-name", assertion("by-name", "admin")), "an admin may not"},
        {askJwt("by-name", assertion("by-name", "old.leaver")), "sub names no active user"},
        {askJwt("by-name", assertion("by-name", "beth.anglin@example.com")),
         "sub names no active user"},
        {ask("grant_type=client_credentials&client_id=web&client_secret=secret"), "not enabled"},
        {ask("grant_type=password&client_id=web&client_secret=secret&username=admin&password=no"),
         "wrong username or password"},
        {ask("grant_type=refresh_token&client_id=web&client_secret=secret&refresh_token=x"),
         "unknown refresh_token"},
    };
    for (const auto& entry : cases) {
        EXPECT_EQ(entry.reply.status, 401) << entry.reason;
        EXPECT_EQ(entry.reply.body,
                  R"({"error":"server_error","error_description":"access_denied"})");
        EXPECT_NE(log_text_.str().find(entry.reason), std::string::npos) << entry.reason;
    }
}

TEST_F(OAuthTokens, RefuseABodyThatIsNoForm) {
    auto request = requestTo("POST", "/oauth_token.do");
    request.content_type = "application/json";
    request.body = R"({"grant_type":"password"})";
    EXPECT_EQ(sendRequest(request).status, 401);
    request.method = "GET";
    EXPECT_EQ(sendRequest(request).status, 401);
}

TEST_F(OAuthTokens, NeverLogASecret) {
    ask("grant_type=password&client_id=web&client_secret=hunter2&username=admin&password=hunter3");
    EXPECT_EQ(log_text_.str().find("hunter"), std::string::npos);
}

TEST_F(OAuthTokens, LetTheUserOfTheAssertionIn) {
    const auto reply = askJwt("by-name", assertion("by-name", "beth.anglin"));
    ASSERT_EQ(reply.status, 200);
    const auto body = bodyOf(reply);
    EXPECT_EQ(body.at("expires_in"), 1799);
    EXPECT_EQ(body.at("token_type"), "Bearer");
    EXPECT_EQ(body.at("scope"), "useraccount");
    EXPECT_FALSE(body.contains("refresh_token"));
    auto request = requestTo("POST", "/api/now/table/incident");
    request.authorization = "Bearer " + tokenOf(reply);
    request.content_type = "application/json";
    request.body = "{}";
    EXPECT_EQ(bodyOf(sendRequest(request)).at("result").at("sys_created_by"), "beth.anglin");
}

TEST_F(OAuthTokens, FindTheUserByTheFieldOfTheClient) {
    EXPECT_EQ(
        askJwt(
            "by-email", assertion("by-email", "beth.anglin@example.com"), "&client_secret=s3cret")
            .status,
        200);
}

TEST_F(OAuthTokens, GiveTheSameTokenAgainAndMoveItsEnd) {
    const auto token = tokenOf(askJwt("by-name", assertion("by-name", "beth.anglin")));
    now_ += std::chrono::seconds(1'700);
    EXPECT_EQ(tokenOf(askJwt("by-name", assertion("by-name", "beth.anglin"))), token);
    EXPECT_NE(tokenOf(askJwt("by-name", assertion("by-name", "fred.luddy"))), token);
    now_ += std::chrono::seconds(1'799);
    EXPECT_EQ(statusWith(token), 200);
    now_ += std::chrono::seconds(1);
    EXPECT_EQ(statusWith(token), 401);
    EXPECT_NE(tokenOf(askJwt("by-name", assertion("by-name", "beth.anglin"))), token);
}

TEST_F(OAuthTokens, ComeWithARefreshTokenForAPassword) {
    const auto body = bodyOf(ask(
        "grant_type=password&client_id=web&client_secret=secret&username=admin&password=admin"));
    const auto refreshed =
        ask("grant_type=refresh_token&client_id=web&client_secret=secret&refresh_token=" +
            body.at("refresh_token").get<std::string>());
    EXPECT_EQ(tokenOf(refreshed), body.at("access_token"));
}

}  // namespace
}  // namespace toolhost::sim
