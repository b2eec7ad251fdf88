// The small parts that signing in is made of.
#include <gtest/gtest.h>

#include "oauth/browser_sessions.hpp"
#include "oauth/grants.hpp"
#include "oauth/pages/page.hpp"
#include "oauth/pkce.hpp"
#include "oauth/sign_in_pace.hpp"
#include "oauth/transit.hpp"
#include "oauth/visitor.hpp"

#include "browser.hpp"

namespace toolhost::oauth {
namespace {

using std::chrono::seconds;

TEST(Pkce, RefusesWhatIsNoVerifierOrAnothers) {
    const std::string verifier = kVerifier;
    EXPECT_TRUE(isVerifierOf(verifier, kChallenge));
    for (const auto& other : {std::string(),
                              verifier.substr(1),
                              verifier + 'x',
                              verifier + '=',
                              std::string(kChallenge),
                              std::string(129, 'x')})
        EXPECT_FALSE(isVerifierOf(other, kChallenge)) << other;
    EXPECT_FALSE(isVerifierOf(verifier, ""));
    EXPECT_FALSE(isVerifierOf(verifier, verifier));
}

TEST(Pkce, KnowsAChallengeByItsForm) {
    const std::string challenge = kChallenge;
    EXPECT_TRUE(isChallenge(challenge));
    for (const auto& other : {std::string(),
                              challenge.substr(1),
                              challenge + 'A',
                              challenge.substr(1) + '=',
                              challenge.substr(1) + '+',
                              challenge.substr(0, 42) + 'N'})
        EXPECT_FALSE(isChallenge(other)) << other;
}

base::SteadyTime after(seconds time) {
    return base::SteadyTime(std::chrono::hours(1) + time);
}

TEST(SignInPace, DoublesTheWaitUpToAMinute) {
    SignInPace pace;
    seconds now{0};
    for (int free = 0; free < 5; ++free)
        EXPECT_EQ(pace.admit("alice", "192.0.2.7", after(now)), seconds(0));
    for (const int wait : {1, 2, 4, 8, 16, 32, 60, 60}) {
        EXPECT_EQ(pace.admit("alice", "192.0.2.7", after(now)), seconds(wait));
        now += seconds(wait);
        EXPECT_EQ(pace.admit("alice", "192.0.2.7", after(now)), seconds(0)) << wait;
    }
}

TEST(SignInPace, CountsNeitherOtherNamesNorOtherAddresses) {
    SignInPace pace;
    for (int guess = 0; guess < 5; ++guess)
        pace.admit("alice", "192.0.2.7", after(seconds(0)));
    EXPECT_GT(pace.admit("alice", "192.0.2.7", after(seconds(0))), seconds(0));
    EXPECT_EQ(pace.admit("bob", "192.0.2.7", after(seconds(0))), seconds(0));
    EXPECT_EQ(pace.admit("alice", "192.0.2.8", after(seconds(0))), seconds(0));
}

TEST(SignInPace, SlowsAnAddressThatTriesManyNames) {
    SignInPace pace;
    for (int guess = 0; guess < 50; ++guess)
        EXPECT_EQ(pace.admit("user" + std::to_string(guess), "2001:db8::1", after(seconds(0))),
                  seconds(0));
    EXPECT_GT(pace.admit("another", "2001:db8::2", after(seconds(0))), seconds(0))
        << "one 64-bit prefix is one address";
    EXPECT_EQ(pace.admit("another", "2001:db8:0:1::1", after(seconds(0))), seconds(0));
}

TEST(SignInPace, ForgetsAfterARightPasswordAndAfterAWhile) {
    SignInPace pace;
    for (int guess = 0; guess < 5; ++guess)
        pace.admit("alice", "192.0.2.7", after(seconds(0)));
    pace.forgive("alice", "192.0.2.7");
    EXPECT_EQ(pace.admit("alice", "192.0.2.7", after(seconds(0))), seconds(0));
    for (int guess = 0; guess < 5; ++guess)
        pace.admit("alice", "192.0.2.7", after(seconds(0)));
    EXPECT_EQ(pace.admit("alice", "192.0.2.7", after(seconds(901))), seconds(0));
    EXPECT_EQ(pace.admit("alice", "192.0.2.7", after(seconds(901))), seconds(0));
}

TEST(BrowserSessions, EndWhenTheyLieUnusedAndWhenTheirTimeIsUp) {
    const Settings settings;
    BrowserSessions sessions(settings);
    const auto start = identity::at(identity::kNoon);
    const auto id = sessions.open("alice", start);
    EXPECT_FALSE(sessions.find(makeToken(), start));
    EXPECT_EQ(sessions.find(id, start + seconds(1800))->user, "alice");
    EXPECT_FALSE(sessions.find(id, start + seconds(3601)));
    EXPECT_FALSE(sessions.find(id, start)) << "it does not come back";
    const auto busy = sessions.open("alice", start);
    for (seconds at{0}; at <= settings.session_lifetime; at += seconds(1500))
        EXPECT_TRUE(sessions.find(busy, start + at));
    EXPECT_FALSE(sessions.find(busy, start + settings.session_lifetime + seconds(1)));
    const auto closed = sessions.open("alice", start);
    sessions.close(closed);
    EXPECT_FALSE(sessions.find(closed, start));
}

TEST(Transit, OpensForTheSamePageAndBrowserOnly) {
    const Transit transit(crypto::Sealer::ephemeral());
    const auto now = identity::at(identity::kNoon);
    const base::Secret cookie("cookie");
    const AuthorizationRequest request{.client_id = "id",
                                       .redirect_uri = kRedirect,
                                       .state = "\r\n\"<\xc3\xa4>",
                                       .scopes = {"a", "b"},
                                       .challenge = kChallenge,
                                       .prompt = Prompt::Consent};
    const auto sealed = transit.seal(request, Stage::SignIn, cookie, now).value();
    EXPECT_FALSE(transit.open(sealed, Stage::Consent, cookie, now));
    EXPECT_FALSE(transit.open(sealed, Stage::SignIn, base::Secret("other"), now));
    EXPECT_FALSE(transit.open(sealed + 'A', Stage::SignIn, cookie, now));
    EXPECT_FALSE(transit.open("", Stage::SignIn, cookie, now));
    EXPECT_FALSE(transit.open(sealed, Stage::SignIn, cookie, now + seconds(1801)));
    EXPECT_FALSE(transit.open(sealed, Stage::SignIn, cookie, now - seconds(1)));
    const auto opened = transit.open(sealed, Stage::SignIn, cookie, now + seconds(1800));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->state, request.state);
    EXPECT_EQ(opened->scopes, request.scopes);
    EXPECT_EQ(opened->prompt, Prompt::Consent);
}

TEST(Visitor, IsKnownByACookieOfOursOnly) {
    const auto addresses = identity::Addresses::from("https://host.example").value();
    const auto plain = identity::Addresses::from("http://127.0.0.1:8080").value();
    const std::string value(43, 'A');
    const auto cookie = [](const identity::Addresses& at, const std::string& field) {
        const Request request{"GET", "/", {}, {{"cookie", field}}, {}, {}};
        return std::string(cookieOf(request, at).reveal());
    };
    EXPECT_EQ(cookie(addresses, "a=b; __Host-toolhost=" + value), value);
    EXPECT_EQ(cookie(addresses, "toolhost=" + value), "");
    EXPECT_EQ(cookie(addresses, "__Host-toolhost=" + value + 'A'), "");
    EXPECT_EQ(cookie(addresses, "__Host-toolhost="), "");
    EXPECT_EQ(cookie(plain, "toolhost=" + value), value);
    EXPECT_EQ(settingCookie(base::Secret("x"), addresses),
              "__Host-toolhost=x; Path=/; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(settingCookie(base::Secret("x"), plain),
              "toolhost=x; Path=/; HttpOnly; SameSite=Lax");
}

TEST(Page, ShowsWhatOthersWroteAsText) {
    EXPECT_EQ(escapeHtml("<img src=x onerror=\"a('b')\">&"),
              "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;");
    EXPECT_EQ(displayName("<b>"), "<bdi>&lt;b&gt;</bdi>");
    EXPECT_EQ(displayName("a\xe2\x80\xae"
                          "b\xe2\x81\xa6"
                          "c\xef\xbb\xbf"
                          "d\xe2\x80\x8b"),
              "<bdi>abcd</bdi>");
    EXPECT_EQ(displayName("\xc3\xa4\xe2\x82\xac"), "<bdi>\xc3\xa4\xe2\x82\xac</bdi>");
    std::string sixty;
    for (int i = 0; i < 60; ++i)
        sixty += "\xc3\xa4";
    EXPECT_EQ(displayName(sixty), "<bdi>" + sixty + "</bdi>");
    EXPECT_EQ(displayName(sixty + "x"), "<bdi>" + sixty + "…</bdi>");
}

TEST(Page, NamesItsStyleSheetByItsDigest) {
    const auto addresses = identity::Addresses::from("https://host.example").value();
    const auto response = show({.title = "<t>", .body = "<p>b</p>"}, addresses);
    const auto from = response.body.find("<style>") + 7;
    const auto style = response.body.substr(from, response.body.find("</style>") - from);
    const auto digest = base::encodeBase64(crypto::bytesOf(crypto::sha256(style)));
    const auto policy = headerOf(response, "Content-Security-Policy");
    EXPECT_NE(policy.find("style-src 'sha256-" + digest + "'"), std::string::npos) << policy;
    EXPECT_NE(response.body.find("&lt;t&gt;"), std::string::npos);
    EXPECT_EQ(headerOf(response, "Strict-Transport-Security"), "max-age=31536000");
}

TEST(RedirectUriWithParameters, KeepsItsOwnQueryAndNothingOfOthersUnescaped) {
    EXPECT_EQ(withParameters("https://a/b", {{"code", "x"}, {"state", ""}}), "https://a/b?code=x");
    EXPECT_EQ(withParameters("https://a/b?c=d", {{"state", "\r\nSet-Cookie: a=b&code=y"}}),
              "https://a/b?c=d&state=%0D%0ASet-Cookie%3A%20a%3Db%26code%3Dy");
}

TEST(Form, TakesSeveralResourcesAndNothingElseTwice) {
    EXPECT_FALSE(parseForm("a=1&a=1"));
    const auto form = parseForm("resource=1&resource=2");
    ASSERT_TRUE(form);
    EXPECT_EQ(form.value().all("resource"), (std::vector<std::string>{"1", "2"}));
    EXPECT_TRUE(form.value().all("other").empty());
}

}  // namespace
}  // namespace toolhost::oauth
