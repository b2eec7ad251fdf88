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

TEST(Authorize, TakesAFormFromTheBrowserItWasMadeForOnly) {
    const SignInHouse house;
    Browser victim(house);
    victim.open(authorizationOf(house.web.client_id));
    victim.signIn("alice");
    Browser attacker(house);
    attacker.open(authorizationOf(house.web.client_id));
    const auto sign_in_form = attacker.form();
    for (const auto& form : {std::string(), std::string("x"), sign_in_form}) {
        const auto response =
            victim.submit("/oauth/consent", {{"decision", "allow"}, {"request", form}});
        EXPECT_EQ(response.status, 403);
        EXPECT_TRUE(isPage(response));
    }
    EXPECT_TRUE(answerIn(victim.decide("allow")).contains("code"));
    victim.cookie.clear();
    EXPECT_EQ(victim.decide("allow").status, 403);
}

TEST(Authorize, TakesNoFormThatAnotherSiteSends) {
    const SignInHouse house;
    Browser browser(house);
    browser.open(authorizationOf(house.web.client_id));
    browser.signIn("alice");
    const auto body = encodeForm({{"decision", "allow"}, {"request", browser.form()}});
    const std::pair<std::string, std::string> form{"Content-Type",
                                                   "application/x-www-form-urlencoded"};
    for (const auto& header :
         {std::pair<std::string, std::string>{"Origin", "https://evil.example"},
          {"Origin", "null"},
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"},
          {"Content-Type", "text/plain"}}) {
        const auto response = browser.send({.method = "POST",
                                            .path = "/oauth/consent",
                                            .query = {},
                                            .headers = {form, header},
                                            .body = body,
                                            .peer = {}});
        EXPECT_EQ(response.status, 403) << header.first << ' ' << header.second;
    }
}

TEST(Authorize, TakesNoFormThatIsOld) {
    SignInHouse house;
    Browser browser(house);
    browser.open(authorizationOf(house.web.client_id));
    house.clock.pass(std::chrono::seconds(1801));
    EXPECT_EQ(browser.signIn("alice").status, 403);
}

TEST(Authorize, GivesASignedInBrowserAnIdThatNobodyKnewBefore) {
    const SignInHouse house;
    Browser browser(house);
    browser.cookie = "__Host-toolhost=" + std::string(43, 'A');
    browser.open(authorizationOf(house.web.client_id));
    EXPECT_EQ(browser.cookie, "__Host-toolhost=" + std::string(43, 'A'));
    browser.signIn("alice");
    EXPECT_NE(browser.cookie, "__Host-toolhost=" + std::string(43, 'A'));
    Browser attacker(house);
    attacker.cookie = "__Host-toolhost=" + std::string(43, 'A');
    EXPECT_TRUE(asksWho(attacker.open(authorizationOf(house.web.client_id))));
}

TEST(Authorize, SignsOutAUserWhoHasANewPasswordOrIsGone) {
    SignInHouse house;
    Browser browser(house);
    browser.codeFor(house.web.client_id, "alice");
    house.clock.pass(std::chrono::seconds(1));
    ASSERT_TRUE(
        house.users->setPassword("alice", base::Secret("a new password"), house.clock.wall()).ok());
    EXPECT_TRUE(asksWho(browser.open(authorizationOf(house.web.client_id))));
    EXPECT_TRUE(answerIn(browser.signIn("alice", "a new password")).contains("code"));
    ASSERT_TRUE(house.users->remove("alice").ok());
    EXPECT_TRUE(asksWho(browser.open(authorizationOf(house.web.client_id))));
}

TEST(Authorize, KeepsItsPagesToThemselves) {
    const SignInHouse house;
    Browser browser(house);
    for (const auto& page :
         {browser.open(authorizationOf(house.web.client_id)), browser.signIn("alice")}) {
        EXPECT_EQ(headerOf(page, "X-Frame-Options"), "DENY");
        EXPECT_EQ(headerOf(page, "Cache-Control"), "no-store");
        EXPECT_EQ(headerOf(page, "X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(headerOf(page, "Access-Control-Allow-Origin"), "");
        EXPECT_EQ(headerOf(page, "Referrer-Policy"), "same-origin");
        const auto policy = headerOf(page, "Content-Security-Policy");
        for (const char* rule : {"default-src 'none'",
                                 "frame-ancestors 'none'",
                                 "base-uri 'none'",
                                 "form-action 'self' https://client.example"})
            EXPECT_NE(policy.find(rule), std::string::npos) << policy;
        EXPECT_EQ(policy.find("script"), std::string::npos);
        EXPECT_EQ(page.body.find("<script"), std::string::npos);
    }
    EXPECT_TRUE(browser.cookie.starts_with("__Host-toolhost="));
}

TEST(Authorize, SaysOnItsQuestionWhoGetsWhatAsWhom) {
    Settings settings;
    settings.instances = {"dev (dev12345.service-now.com)"};
    const SignInHouse house(settings);
    Browser browser(house);
    browser.open(authorizationOf(house.web.client_id));
    const auto page = browser.signIn("alice");
    for (const char* text : {"The &lt;Web&gt; Client",
                             "https://client.example",
                             "dev (dev12345.service-now.com)",
                             "alice.smith",
                             "Registered by the administrator",
                             "find, read and change"})
        EXPECT_NE(page.body.find(text), std::string::npos) << text;
    EXPECT_EQ(page.body.find("<Web>"), std::string::npos);
}

TEST(Authorize, PutsSignInsAndConsentsOnRecordWithoutThePassword) {
    SignInHouse house;
    {
        Browser browser(house);
        browser.open(authorizationOf(house.web.client_id));
        browser.signIn("alice", "hunter2hunter2");
        browser.signIn("alice");
        browser.decide("allow");
    }
    const auto file = audit::trailFile({house.folder.path()});
    const auto sign_ins = house.records("authn.login");
    ASSERT_EQ(sign_ins.size(), 2U);
    EXPECT_EQ(sign_ins[0].outcome, "denied");
    EXPECT_EQ(sign_ins[1].outcome, "ok");
    EXPECT_EQ(sign_ins[1].subject, "alice");
    EXPECT_EQ(sign_ins[1].details.at("peer"), "192.0.2.7");
    std::vector<std::string> types;
    for (const auto& row : audit::search(file, {}).value()) {
        types.push_back(row.record.type);
        for (const auto& [name, value] : row.record.details)
            EXPECT_EQ(value.find("hunter2"), std::string::npos) << name;
    }
    EXPECT_NE(std::find(types.begin(), types.end(), "consent.grant"), types.end());
    EXPECT_NE(std::find(types.begin(), types.end(), "authorization.grant"), types.end());
}

}  // namespace
}  // namespace toolhost::oauth
