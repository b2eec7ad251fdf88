#include "loader/services/oauth_tokens.hpp"

#include "loopback_server.hpp"
#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using outbound::Failure;
using outbound::Outcome;
using outbound::Response;

struct Unreadable {
    const char* said;
    Outcome answer;
    const char* why;
};

class UnreadableTokens : public testing::TestWithParam<Unreadable> {};

TEST_P(UnreadableTokens, AreRefusedAndNotRepeated) {
    const auto token = readOauthToken(GetParam().answer, {});
    ASSERT_FALSE(token.ok());
    EXPECT_NE(token.error().what.find(GetParam().why), std::string::npos) << token.error().what;
    EXPECT_EQ(token.error().what.find("s3cr3t"), std::string::npos);
}

Outcome answered(int status, const std::string& body) {
    return Response{.status = status, .headers = {}, .body = body};
}

INSTANTIATE_TEST_SUITE_P(
    All,
    UnreadableTokens,
    testing::Values(
        Unreadable{"unreachable", Failure{Failure::Kind::Unreachable, "no way there"}, "no way"},
        Unreadable{"page", answered(200, "<html>s3cr3t</html>"), "answered 200"},
        Unreadable{"error", answered(400, R"({"error":"invalid_scope"})"), "\"invalid_scope\""},
        Unreadable{"text", answered(200, R"("s3cr3t")"), "answered 200"},
        Unreadable{"no_token", answered(200, R"({"token_type":"Bearer"})"), "without a bearer"},
        Unreadable{"mac",
                   answered(200, R"({"access_token":"s3cr3t","token_type":"mac"})"),
                   "without a bearer"},
        Unreadable{"line_end",
                   answered(200, R"({"access_token":"s3cr3t\r\nX: y","token_type":"bearer"})"),
                   "without a bearer"}),
    [](const auto& test) { return test.param.said; });

TEST(ReadOauthToken, UsesAShortLivedOneForHalfItsLife) {
    const auto token =
        readOauthToken(
            answered(200, R"({"access_token":"a","token_type":"BEARER","expires_in":40})"), {})
            .value();
    EXPECT_EQ(token.use_until, base::SteadyTime(std::chrono::seconds(20)));
}

TEST(OauthTokens, AskOnceForAllWhoWait) {
    ServiceHouse house;
    tests::LoopbackServer issuer([](const tests::SeenRequest&) { return std::nullopt; });
    const auto tokens = std::make_shared<OauthTokens>(
        std::map<std::string, OauthSettings>{{"crm",
                                              {.token_url = issuer.url() + "/token",
                                               .client_id = "c",
                                               .client_secret = base::Secret("s"),
                                               .scope = "",
                                               .audience = "",
                                               .hosts = {}}}},
        house.shared().rooms().outbound,
        house.clock);
    std::promise<std::string> first;
    std::promise<std::string> second;
    for (auto* each : {&first, &second}) {
        tokens->get("crm", [each](const base::Result<OauthToken>& token) {
            each->set_value(std::string(token.value().token.reveal()));
        });
    }
    ASSERT_TRUE(issuer.waitForRequests(1));
    issuer.answerHeld(tests::answer(200, R"({"access_token":"a","token_type":"bearer"})"));
    EXPECT_EQ(first.get_future().get(), "a");
    EXPECT_EQ(second.get_future().get(), "a");
    EXPECT_EQ(issuer.requests().size(), 1U);
}

}  // namespace
}  // namespace toolhost::loader
