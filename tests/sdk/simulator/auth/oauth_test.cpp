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
        const auto key = SignatureKey::parse(testSigner().publicPem());
        settings.clients = {{"by-name", {}, JwtVerifier{key, "k", "user_name"}},
                            {"by-email", "s3cret", JwtVerifier{key, {}, "email"}},
                            {"web", "secret", {}},
                            {"app", "secret", {}, "toolhost.integration"}};
        settings.clients[2].redirect_uris = {"https://client.example/back"};
        settings.properties["glide.oauth.inbound.client.credential.grant_type.enabled"] = "true";
        settings.admin_paths = AdminPaths::Open;
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
        {ask("grant_type=client_credentials&client_id=web&client_secret=secret"),
         "the client has no application user"},
        {ask("grant_type=authorization_code&client_id=web&client_secret=secret&code=x"),
         "unknown code"},
        {ask("grant_type=magic&client_id=web&client_secret=secret"), "is unknown"},
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

TEST_F(OAuthTokens, AreRefusedForWhatTestsSpoil) {
    const auto form = [](const std::string& client) {
        return "grant_type=password&client_id=" + client +
               "&client_secret=secret&username=beth.anglin&password=beth.anglin";
    };
    const auto change = [&](const char* body) {
        auto request = requestTo("PATCH", "/__sim/clients/web");
        request.body = body;
        return sendRequest(request).status;
    };
    ASSERT_EQ(ask(form("web")).status, 200);
    const std::pair<const char*, const char*> cases[] = {
        {R"({"active":false})", "the application is not active"},
        {R"({"active":true,"secret_expired":true})", "the client_secret has expired"},
        {R"({"secret_expired":false,"disabled_grants":["password"]})", "password is disabled"}};
    for (const auto& [body, reason] : cases) {
        EXPECT_EQ(change(body), 200);
        EXPECT_EQ(ask(form("web")).status, 401) << reason;
        EXPECT_NE(log_text_.str().find(reason), std::string::npos) << reason;
    }
    EXPECT_EQ(change(R"({"disabled_grants":[]})"), 200);
    EXPECT_EQ(ask(form("web")).status, 200);
    EXPECT_EQ(change(R"({"active":"maybe"})"), 400);
    EXPECT_EQ(change("[]"), 400);
    const auto user = rows("sys_user", "user_name=beth.anglin").at(0);
    patch("sys_user", user, {{"locked_out", "true"}}, "admin");
    EXPECT_EQ(ask(form("web")).status, 401);
}

TEST_F(OAuthTokens, ComeForClientCredentialsWhenAllIsSetUp) {
    const std::string form = "grant_type=client_credentials&client_id=app&client_secret=secret";
    const auto reply = ask(form);
    ASSERT_EQ(reply.status, 200);
    EXPECT_FALSE(bodyOf(reply).contains("refresh_token"));
    auto request = requestTo("POST", "/api/now/table/incident");
    request.authorization = "Bearer " + tokenOf(reply);
    request.content_type = "application/json";
    request.body = "{}";
    EXPECT_EQ(bodyOf(sendRequest(request)).at("result").at("sys_created_by"),
              "toolhost.integration");
    auto basic = requestTo("POST", "/oauth_token.do");
    basic.content_type = "application/x-www-form-urlencoded";
    basic.authorization = "Basic YXBwOnNlY3JldA==";
    basic.body = "grant_type=client_credentials";
    EXPECT_EQ(sendRequest(basic).status, 200);
    const auto row =
        rows("sys_properties", "name=glide.oauth.inbound.client.credential.grant_type.enabled")
            .at(0);
    patch("sys_properties", row, {{"value", "false"}}, "admin");
    EXPECT_EQ(ask(form).status, 401);
}

TEST_F(OAuthTokens, ComeForACodeAndItsVerifier) {
    // RFC 7636, appendix B.
    const std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const auto authorize = [&](const std::string& more) {
        auto request = requestTo(
            "GET",
            "/oauth_auth.do?response_type=code&client_id=web&state=s%261&redirect_uri=" + more);
        request.authorization = basicOf("beth.anglin");
        return sendRequest(request);
    };
    EXPECT_EQ(authorize("https://elsewhere.example/").status, 401);
    const auto reply = authorize(
        "https://client.example/back&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        "&code_challenge_method=S256");
    ASSERT_EQ(reply.status, 302);
    const auto location = header(reply, "Location");
    ASSERT_EQ(location.find("https://client.example/back?code="), 0U) << location;
    EXPECT_TRUE(location.ends_with("&state=s%261")) << location;
    const auto code = location.substr(33, location.find('&') - 33);
    const auto redeem = [&](const std::string& given_code, const std::string& given_verifier) {
        return ask(
            "grant_type=authorization_code&client_id=web&client_secret=secret&redirect_uri="
            "https://client.example/back&code=" +
            given_code + "&code_verifier=" + given_verifier);
    };
    EXPECT_EQ(redeem(code, verifier).status, 200);
    EXPECT_EQ(redeem(code, verifier).status, 401) << "a code is used once";
    const auto second =
        header(authorize("https://client.example/back&code_challenge=E9Melhoa2OwvFr"
                         "EMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"),
               "Location");
    EXPECT_EQ(redeem(second.substr(33, second.find('&') - 33), "wrong").status, 401);
}

TEST_F(OAuthTokens, EndWhenTheyAreRevoked) {
    const auto token = tokenOf(askJwt("by-name", assertion("by-name", "beth.anglin")));
    ASSERT_EQ(statusWith(token), 200);
    EXPECT_EQ(sendRequest(requestTo("GET", "/oauth_revoke.do?token=" + token)).status, 200);
    EXPECT_EQ(statusWith(token), 401);
}

TEST_F(OAuthTokens, MayNameTheFaultOfAnAssertion) {
    auto request = requestTo("POST", "/__sim/properties");
    request.body = R"({"toolhost_sim.oauth.jwt_failure":"invalid_grant"})";
    ASSERT_EQ(sendRequest(request).status, 200);
    const auto refused = askJwt("by-name", "nonsense");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.body, R"({"error":"invalid_grant"})");
    EXPECT_EQ(ask("grant_type=password&client_id=web&client_secret=x").status, 401);
}

}  // namespace
}  // namespace toolhost::sim
