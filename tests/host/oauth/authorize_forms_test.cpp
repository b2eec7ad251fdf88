// Who may send the forms of the sign-in pages, and what the pages let out.
#include <algorithm>

#include <gtest/gtest.h>

#include "oauth/authorize_endpoint.hpp"

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
