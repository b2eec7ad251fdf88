#include "loader/services/http_service.hpp"

#include "loopback_server.hpp"
#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using tests::answer;
using tests::LoopbackServer;
using tests::SeenRequest;

/// A plugin that may ask one server, with a token that another gives out.
class HttpServiceTest : public testing::Test {
protected:
    HttpService& service() {
        if (!service_) {
            tokens_ = std::make_shared<OauthTokens>(
                std::map<std::string, OauthSettings>{{"crm",
                                                      {.token_url = issuer_.url() + "/token",
                                                       .client_id = "the client",
                                                       .client_secret = base::Secret("s3cr3t:"),
                                                       .scope = "read",
                                                       .audience = "crm",
                                                       .hosts = token_hosts_}}},
                house_.shared().rooms().outbound,
                house_.clock);
            service_ = std::make_unique<HttpService>(HttpService::Environment{
                .hosts = HttpHosts::parse({server_.url(), "api.example.com"}).value(),
                .tokens = tokens_,
                .client = house_.shared().rooms().outbound,
                .clock = house_.clock});
        }
        return *service_;
    }

    Told send(json request, std::string_view body = {}) {
        request["op"] = "send";
        if (!request.contains("url")) request["url"] = server_.url() + "/path?q=1";
        return askService(service(), request, body);
    }

    ServiceHouse house_;
    LoopbackServer server_{[](const SeenRequest& seen) {
        const bool is_known = seen.header("Authorization").find("stale") == std::string::npos;
        return std::optional(answer(is_known ? 201 : 401,
                                    "got " + seen.body,
                                    "Content-Type: text/plain\r\nX-One: a\r\nX-One: b\r\n"));
    }};
    std::atomic<int> issued_{0};
    std::string token_reply_;
    LoopbackServer issuer_{[this](const SeenRequest&) {
        const std::string token = "t0k3n-" + std::to_string(++issued_);
        return std::optional(answer(
            200,
            token_reply_.empty()
                ? R"({"access_token":")" + token + R"(","token_type":"Bearer","expires_in":3600})"
                : token_reply_));
    }};
    std::vector<std::string> token_hosts_;
    std::shared_ptr<OauthTokens> tokens_;
    std::unique_ptr<HttpService> service_;
};

class RefusedHttp : public HttpServiceTest,
                    public testing::WithParamInterface<std::tuple<const char*, json, const char*>> {
};

TEST_P(RefusedHttp, AreNotSent) {
    const auto& [said, request, kind] = GetParam();
    const Told told = send(request);
    EXPECT_EQ(told.kind(), kind) << told.json;
    EXPECT_LT(told.status, 0);
    EXPECT_EQ(server_.connectionsTaken(), 0U);
    EXPECT_EQ(issued_, 0);
}

std::tuple<const char*, json, const char*> refused(const char* said,
                                                   const char* member,
                                                   const json& value,
                                                   const char* kind) {
    return {said, {{member, value}}, kind};
}

INSTANTIATE_TEST_SUITE_P(
    All,
    RefusedHttp,
    testing::Values(
        refused("other_host", "url", "https://other.example.com/", "not_granted"),
        refused("other_port", "url", "http://127.0.0.1:1/", "not_granted"),
        refused("other_scheme", "url", "file:///etc/passwd", "not_granted"),
        refused("no_url", "url", "over there", "argument"),
        refused("unsafe_scheme", "url", "http://api.example.com/", "refused"),
        refused("method", "method", "CONNECT", "argument"),
        refused("host_header", "headers", {{"Host", "a"}}, "argument"),
        refused("framing", "headers", {{"Transfer-Encoding", "chunked"}}, "argument"),
        refused("line_end", "headers", {{"X-A", "a\r\nX-B: b"}}, "refused"),
        refused("header_no_text", "headers", {{"X-A", 1}}, "argument"),
        refused("large_headers", "headers", {{"X-A", std::string(20'000, 'x')}}, "argument"),
        refused("no_time", "timeout_ms", 0, "argument"),
        refused("too_long", "timeout_ms", 600'001, "argument"),
        refused("too_large", "response_bytes_max", (16 << 20) + 1, "argument"),
        refused("no_token", "authorization", {{"bearer", "x"}}, "argument"),
        refused("other_token", "authorization", {{"oauth", "crn"}}, "not_granted")),
    [](const auto& test) { return std::get<0>(test.param); });

TEST_F(HttpServiceTest, SendsWhatItIsToldAndGivesBackTheAnswer) {
    const Told told =
        send({{"method", "POST"}, {"headers", {{"X-Mine", "yes"}}}}, std::string_view("a\0b", 3));
    EXPECT_EQ(told.status, TOOLHOST_OK) << told.json;
    EXPECT_EQ(told.json["status"], 201);
    EXPECT_EQ(told.bytes, std::string_view("got a\0b", 7));
    const json one = {"X-One", "a"};
    const json other = {"X-One", "b"};
    const auto& headers = told.json["headers"];
    EXPECT_NE(std::find(headers.begin(), headers.end(), one), headers.end()) << headers;
    EXPECT_NE(std::find(headers.begin(), headers.end(), other), headers.end()) << headers;
    const auto seen = server_.requests().at(0);
    EXPECT_EQ(seen.method, "POST");
    EXPECT_EQ(seen.target, "/path?q=1");
    EXPECT_EQ(seen.header("X-Mine"), "yes");
    EXPECT_EQ(seen.header("Authorization"), "");
}

TEST_F(HttpServiceTest, SaysThatAnAnswerIsTooLarge) {
    EXPECT_EQ(send({{"response_bytes_max", 2}}).kind(), "too_large");
}

TEST_F(HttpServiceTest, SendsATokenThatThePluginNeverSees) {
    const Told told = send({{"authorization", {{"oauth", "crm"}}}});
    EXPECT_EQ(told.status, TOOLHOST_OK) << told.json;
    EXPECT_EQ(server_.requests().at(0).header("Authorization"), "Bearer t0k3n-1");
    EXPECT_EQ((told.json.dump() + told.bytes).find("t0k3n"), std::string::npos);
    const auto asked = issuer_.requests().at(0);
    EXPECT_EQ(asked.body, "grant_type=client_credentials&scope=read&audience=crm");
    EXPECT_EQ(asked.header("Authorization"), "Basic dGhlJTIwY2xpZW50OnMzY3IzdCUzQQ==");
}

TEST_F(HttpServiceTest, KeepsATokenUntilShortlyBeforeItExpires) {
    send({{"authorization", {{"oauth", "crm"}}}});
    house_.clock.advance(std::chrono::seconds(3'569));
    send({{"authorization", {{"oauth", "crm"}}}, {"timeout_ms", 60'000}});
    EXPECT_EQ(issued_, 1);
    house_.clock.advance(std::chrono::seconds(1));
    send({{"authorization", {{"oauth", "crm"}}}});
    EXPECT_EQ(issued_, 2);
}

TEST_F(HttpServiceTest, ForgetsATokenThatAServerDoesNotTake) {
    token_reply_ = R"({"access_token":"stale","token_type":"bearer","expires_in":3600})";
    EXPECT_EQ(send({{"authorization", {{"oauth", "crm"}}}}).json["status"], 401);
    send({{"authorization", {{"oauth", "crm"}}}});
    EXPECT_EQ(issued_, 2);
}

TEST_F(HttpServiceTest, SendsATokenOnlyWhereItMayGo) {
    token_hosts_ = {"crm.example.com"};
    EXPECT_EQ(send({{"authorization", {{"oauth", "crm"}}}}).kind(), "not_granted");
    EXPECT_EQ(issued_, 0);
    EXPECT_EQ(server_.connectionsTaken(), 0U);
}

TEST_F(HttpServiceTest, SendsNothingWhenThereIsNoToken) {
    token_reply_ = R"({"error":"invalid_client","error_description":"s3cr3t: is wrong"})";
    const Told told = send({{"authorization", {{"oauth", "crm"}}}});
    EXPECT_EQ(told.kind(), "token") << told.json;
    EXPECT_EQ(told.json.dump().find("s3cr3t"), std::string::npos);
    EXPECT_EQ(server_.connectionsTaken(), 0U);
}

TEST_F(HttpServiceTest, TellsOfTokensOnlyThatTheyCanBeHad) {
    service();
    OauthService oauth(tokens_, house_.clock);
    EXPECT_EQ(askService(oauth, json{{"op", "names"}}).json, (json{{"names", {"crm"}}}));
    EXPECT_EQ(askService(oauth, json{{"op", "check"}, {"name", "crn"}}).kind(), "not_granted");
    const Told told = askService(oauth, json{{"op", "check"}, {"name", "crm"}});
    EXPECT_EQ(told.json, (json{{"use_for_seconds", 3'570}}));
    EXPECT_EQ(told.bytes, "");
}

}  // namespace
}  // namespace toolhost::loader
