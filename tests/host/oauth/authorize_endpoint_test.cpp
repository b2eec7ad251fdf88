#include "oauth/authorize_endpoint.hpp"

#include <gtest/gtest.h>

#include "browser.hpp"

namespace toolhost::oauth {
namespace {

bool isPage(const Response& response) {
    return headerOf(response, "Content-Type") == "text/html; charset=utf-8" &&
           headerOf(response, "Location").empty();
}

bool asksWho(const Response& response) {
    return isPage(response) && response.body.find("/oauth/login") != std::string::npos;
}

bool asksWhether(const Response& response) {
    return isPage(response) && response.body.find("/oauth/consent") != std::string::npos;
}

TEST(Authorize, NeverSendsAnybodyToAnAddressThatIsNotTheClients) {
    const SignInHouse house;
    const auto id = house.web.client_id;
    for (const auto& changes : {Fields{{"client_id", ""}},
                                Fields{{"client_id", "client_unknown"}},
                                Fields{{"client_id", "https://evil.example/client.json"}},
                                Fields{{"redirect_uri", "https://evil.example/cb"}},
                                Fields{{"redirect_uri", "https://client.example/cb/"}},
                                Fields{{"redirect_uri", "https://client.example/cb?x=y"}},
                                Fields{{"redirect_uri", "//client.example/cb"}},
                                Fields{{"redirect_uri", "javascript:alert(1)"}},
                                Fields{{"client_id", house.client.client_id}}}) {
        const auto response = Browser(house).open(authorizationOf(id, changes));
        EXPECT_EQ(response.status, 400);
        EXPECT_TRUE(isPage(response)) << headerOf(response, "Location");
    }
    Browser browser(house);
    const auto twice = browser.send({.method = "GET",
                                     .path = "/oauth/authorize",
                                     .query = encodeForm(authorizationOf(id)) + "&client_id=other",
                                     .headers = {},
                                     .body = {},
                                     .peer = {}});
    EXPECT_EQ(twice.status, 400);
    EXPECT_TRUE(isPage(twice));
}

TEST(Authorize, NeedsToBeToldWhereWhenThereAreSeveralAddresses) {
    const SignInHouse house;
    const auto several =
        house.addPublicClient({"https://client.example/a", "https://client.example/b"});
    EXPECT_EQ(Browser(house).open(authorizationOf(several, {{"redirect_uri", ""}})).status, 400);
    EXPECT_TRUE(
        asksWho(Browser(house).open(authorizationOf(house.web.client_id, {{"redirect_uri", ""}}))));
}

struct BadRequest {
    Fields changes;
    std::string error;
};

TEST(Authorize, TellsTheClientWhatIsWrongWithItsRequest) {
    const SignInHouse house;
    const std::vector<BadRequest> rows{
        {{{"response_type", ""}}, "invalid_request"},
        {{{"response_type", "token"}}, "unsupported_response_type"},
        {{{"response_type", "code token"}}, "unsupported_response_type"},
        {{{"response_type", "id_token"}}, "unsupported_response_type"},
        {{{"response_mode", "form_post"}}, "invalid_request"},
        {{{"request", "x"}}, "request_not_supported"},
        {{{"request_uri", "http://127.0.0.1:1/"}}, "request_uri_not_supported"},
        {{{"code_challenge", ""}}, "invalid_request"},
        {{{"code_challenge_method", ""}}, "invalid_request"},
        {{{"code_challenge_method", "plain"}}, "invalid_request"},
        {{{"code_challenge_method", "s256"}}, "invalid_request"},
        {{{"code_challenge", std::string(kChallenge).substr(1)}}, "invalid_request"},
        {{{"code_challenge", std::string(kChallenge) + 'A'}}, "invalid_request"},
        {{{"code_challenge", std::string(kChallenge).substr(1) + '='}}, "invalid_request"},
        {{{"scope", "admin"}}, "invalid_scope"},
        {{{"scope", "mcp:tools \"x\""}}, "invalid_scope"},
        {{{"resource", "https://other.example/mcp"}}, "invalid_target"},
        {{{"resource", "https://host.example"}}, "invalid_target"},
        {{{"resource", "https://host.example/mcp#x"}}, "invalid_target"},
        {{{"resource", "mcp"}}, "invalid_target"},
        {{{"prompt", "none login"}}, "invalid_request"},
        {{{"prompt", "create"}}, "invalid_request"},
        {{{"prompt", "none"}}, "login_required"}};
    for (const auto& row : rows) {
        const auto response =
            Browser(house).open(authorizationOf(house.web.client_id, row.changes));
        SCOPED_TRACE(row.changes.begin()->first + '=' + row.changes.begin()->second);
        EXPECT_EQ(response.status, 303);
        EXPECT_TRUE(headerOf(response, "Location").starts_with(std::string(kRedirect) + '?'));
        const auto answer = answerIn(response);
        EXPECT_EQ(answer.at("error"), row.error);
        EXPECT_EQ(answer.at("state"), "a state & more");
        EXPECT_EQ(answer.at("iss"), "https://host.example");
        EXPECT_FALSE(answer.contains("code"));
        EXPECT_EQ(headerOf(response, "Cache-Control"), "no-store");
        EXPECT_EQ(headerOf(response, "Referrer-Policy"), "no-referrer");
    }
}

TEST(Authorize, RefusesTwoResourcesButNotOneTwice) {
    const SignInHouse house;
    const auto open = [&house](const std::string& more) {
        Browser browser(house);
        return browser.send({.method = "GET",
                             .path = "/oauth/authorize",
                             .query = encodeForm(authorizationOf(house.web.client_id)) + more,
                             .headers = {},
                             .body = {},
                             .peer = {}});
    };
    const std::string ours = "&resource=https%3A%2F%2Fhost.example%2Fmcp";
    EXPECT_EQ(answerIn(open(ours + "&resource=https%3A%2F%2Fother.example")).at("error"),
              "invalid_target");
    EXPECT_TRUE(asksWho(open(ours + ours)));
}

TEST(Authorize, TakesOtherMethodsForNothing) {
    const SignInHouse house;
    for (const auto& [method, path] : {std::pair("PUT", "/oauth/authorize"),
                                       {"DELETE", "/oauth/authorize"},
                                       {"GET", "/oauth/login"},
                                       {"GET", "/oauth/consent"},
                                       {"HEAD", "/oauth/consent"}}) {
        const auto response = house.answer({method, path, {}, {}, {}, {}});
        EXPECT_EQ(response.status, 405) << method << ' ' << path;
        EXPECT_NE(headerOf(response, "Allow"), "");
    }
}

TEST(Authorize, LeadsAUserToACodeThatSaysWhoGaveIt) {
    const SignInHouse house;
    Browser browser(house);
    EXPECT_TRUE(asksWho(browser.open(authorizationOf(house.web.client_id))));
    EXPECT_TRUE(asksWhether(browser.signIn("alice")));
    const auto back = browser.decide("allow");
    EXPECT_EQ(back.status, 303);
    const auto answer = answerIn(back);
    EXPECT_EQ(answer.at("code").size(), 43U);
    EXPECT_EQ(answer.at("state"), "a state & more");
    EXPECT_EQ(answer.at("iss"), "https://host.example");
}

TEST(Authorize, TakesTheRequestAsAFormToo) {
    const SignInHouse house;
    Browser browser(house);
    EXPECT_TRUE(asksWho(
        browser.submit("/oauth/authorize", authorizationOf(house.web.client_id, {{"x", "y"}}))));
}

TEST(Authorize, ShowsAWrongPasswordAndAnUnknownNameAlike) {
    const SignInHouse house;
    Browser browser(house);
    browser.open(authorizationOf(house.web.client_id));
    const auto text = [](std::string body, const std::string& name) {
        for (auto at = body.find(name); at != std::string::npos; at = body.find(name))
            body.erase(at, name.size());
        const auto from = body.find(R"(name="request" value=")");
        return body.erase(from, body.find('>', from) - from);
    };
    const auto wrong = browser.signIn("alice", "wrong password");
    const auto unknown = browser.signIn("mallory", "wrong password");
    EXPECT_EQ(wrong.status, 403);
    EXPECT_EQ(unknown.status, 403);
    EXPECT_TRUE(asksWho(wrong));
    EXPECT_EQ(text(wrong.body, "alice"), text(unknown.body, "mallory"));
    EXPECT_EQ(wrong.body.find("wrong password"), std::string::npos);
    EXPECT_TRUE(asksWhether(browser.signIn("alice")));
}

TEST(Authorize, SlowsGuessesDownButNotForTheUserElsewhere) {
    SignInHouse house;
    Browser attacker(house);
    attacker.open(authorizationOf(house.web.client_id));
    for (int guess = 0; guess < 5; ++guess)
        EXPECT_EQ(attacker.signIn("alice", "wrong password").status, 403);
    const auto slowed = attacker.signIn("alice");
    EXPECT_EQ(slowed.status, 429) << "even with the right password";
    EXPECT_EQ(headerOf(slowed, "Retry-After"), "1");
    Browser alice(house);
    alice.peer = "198.51.100.9";
    alice.open(authorizationOf(house.web.client_id));
    EXPECT_TRUE(asksWhether(alice.signIn("alice")));
    house.clock.pass(std::chrono::seconds(1));
    EXPECT_EQ(attacker.signIn("alice", "wrong password").status, 403);
    EXPECT_EQ(headerOf(attacker.signIn("alice"), "Retry-After"), "2");
}

TEST(Authorize, SaysWhenTheUserRefusesOrLeaves) {
    const SignInHouse house;
    Browser browser(house);
    browser.open(authorizationOf(house.web.client_id));
    const auto left = browser.submit("/oauth/login", {{"decision", "deny"}});
    EXPECT_EQ(answerIn(left).at("error"), "access_denied");
    browser.signIn("alice");
    const auto refused = browser.decide("deny");
    EXPECT_EQ(answerIn(refused).at("error"), "access_denied");
    EXPECT_EQ(answerIn(refused).at("state"), "a state & more");
    EXPECT_EQ(answerIn(browser.decide("")).at("error"), "access_denied") << "no decision is no yes";
}

TEST(Authorize, AsksAgainOnlyWhatItDoesNotKnow) {
    SignInHouse house;
    Browser browser(house);
    browser.codeFor(house.web.client_id, "alice");
    const auto again = authorizationOf(house.web.client_id);
    EXPECT_TRUE(answerIn(browser.open(again)).contains("code"));
    EXPECT_TRUE(answerIn(browser.open(authorizationOf(house.web.client_id, {{"prompt", "none"}})))
                    .contains("code"));
    EXPECT_TRUE(
        asksWhether(browser.open(authorizationOf(house.web.client_id, {{"prompt", "consent"}}))));
    EXPECT_TRUE(asksWho(browser.open(authorizationOf(house.web.client_id, {{"prompt", "login"}}))));
    EXPECT_TRUE(answerIn(browser.signIn("alice")).contains("code"))
        << "the sign-in that was asked for has happened";
    house.addUser("bob");
    Browser other(house);
    other.open(again);
    EXPECT_TRUE(asksWhether(other.signIn("bob"))) << "what alice allowed, bob has not";
    house.clock.pass(house.oauth_settings.session_idle_lifetime + std::chrono::seconds(1));
    EXPECT_TRUE(asksWho(browser.open(again)));
}

TEST(Authorize, AsksAgainWhenTheClientHasChanged) {
    const SignInHouse house;
    Browser browser(house);
    browser.codeFor(house.web.client_id, "alice");
    auto renamed = *house.clients->find(house.web.client_id);
    renamed.name = "Another name";
    ASSERT_TRUE(house.clients->keep(renamed).ok());
    EXPECT_TRUE(asksWhether(browser.open(authorizationOf(house.web.client_id))));
}

TEST(Authorize, AsksEveryTimeForAClientThatAnyProgramCanPassFor) {
    const SignInHouse house;
    const auto editor = house.addPublicClient({"http://127.0.0.1/cb"});
    const auto request = authorizationOf(editor, {{"redirect_uri", "http://127.0.0.1:5123/cb"}});
    Browser browser(house);
    browser.open(request);
    const auto page = browser.signIn("alice");
    EXPECT_TRUE(asksWhether(page));
    EXPECT_NE(page.body.find("A program on this computer"), std::string::npos);
    const auto back = browser.decide("allow");
    EXPECT_TRUE(headerOf(back, "Location").starts_with("http://127.0.0.1:5123/cb?code="));
    EXPECT_TRUE(asksWhether(browser.open(request)));
    const auto silent =
        authorizationOf(editor, {{"redirect_uri", "http://127.0.0.1:5123/cb"}, {"prompt", "none"}});
    EXPECT_EQ(answerIn(browser.open(silent)).at("error"), "consent_required");
}

TEST(Authorize, LetsAnotherUserTakeOver) {
    SignInHouse house;
    house.addUser("bob", "robert.smith");
    Browser browser(house);
    browser.open(authorizationOf(house.web.client_id));
    browser.signIn("alice");
    const auto before = browser.cookie;
    EXPECT_TRUE(asksWho(browser.decide("switch")));
    EXPECT_NE(browser.cookie, before);
    const auto page = browser.signIn("bob");
    EXPECT_TRUE(asksWhether(page));
    EXPECT_NE(page.body.find("robert.smith"), std::string::npos);
}

}  // namespace
}  // namespace toolhost::oauth
