#include "endpoint_fixture.hpp"

namespace toolhost::mcp {
namespace {

struct BadBody {
    const char* body;
    int code;
};

TEST_F(EndpointTest, RefusesWhatIsNoMessage) {
    for (const auto& [body, code] :
         {BadBody{"{", -32700},
          BadBody{"[]", -32600},
          BadBody{"{}", -32600},
          BadBody{R"({"jsonrpc":"2.0","id":null,"method":"ping"})", -32600}}) {
        const auto outbound = send(body, Headers{});
        EXPECT_EQ(outbound.http_status, 400) << body;
        EXPECT_EQ(json::parse(outbound.body)["error"]["code"], code) << body;
        EXPECT_FALSE(json::parse(outbound.body).contains("id")) << body;
    }
}

TEST_F(EndpointTest, AnswersUnknownAndRemovedMethodsWithNotFound) {
    for (const auto* method :
         {"nope", "initialize", "ping", "logging/setLevel", "resources/subscribe"}) {
        const auto outbound = modern(method);
        EXPECT_EQ(outbound.http_status, 404) << method;
        EXPECT_EQ(json::parse(outbound.body)["error"]["code"], -32601) << method;
        EXPECT_EQ(json::parse(outbound.body)["id"], 7) << method;
    }
}

TEST_F(EndpointTest, RefusesAnUnknownToolInBand) {
    const auto outbound = modern("tools/call", R"("name":"sam","arguments":{},)", "sam");
    EXPECT_EQ(outbound.http_status, 200);
    const auto error = json::parse(outbound.body)["error"];
    EXPECT_EQ(error["code"], -32602);
    EXPECT_NE(error["message"].get<std::string>().find("did you mean 'same'"), std::string::npos);
}

TEST_F(EndpointTest, RefusesANameHeaderThatDiffers) {
    const auto outbound = modern("tools/call", R"("name":"same","arguments":{},)", "fault");
    EXPECT_EQ(outbound.http_status, 400);
    EXPECT_EQ(json::parse(outbound.body)["error"]["code"], -32020);
}

TEST_F(EndpointTest, DiscoversWhatIsServed) {
    const json result = json::parse(modern("server/discover").body)["result"];
    EXPECT_EQ(result["supportedVersions"], json::array({"2026-07-28"}));
    EXPECT_TRUE(result["capabilities"].contains("tools"));
    EXPECT_EQ(result["resultType"], "complete");
    EXPECT_TRUE(result["ttlMs"].is_number_integer());
    EXPECT_EQ(result["cacheScope"], "public");
    EXPECT_EQ(result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "toolhost");
}

TEST_F(EndpointTest, CallsAToolAndKeepsItsArgumentsAsWritten) {
    const auto outbound = modern(
        "tools/call", R"("name":"same","arguments":{ "big" : 18446744073709551617 },)", "same");
    const json result = json::parse(outbound.body)["result"];
    EXPECT_EQ(result["content"][0]["text"], R"({ "big" : 18446744073709551617 })");
    EXPECT_EQ(result["resultType"], "complete");
}

TEST_F(EndpointTest, TurnsAFaultIntoAnInternalError) {
    const json answer = json::parse(modern("tools/call", R"("name":"fault",)", "fault").body);
    EXPECT_EQ(answer["error"]["code"], -32603);
}

TEST_F(EndpointTest, KeepsStatelessFieldsOutOfSessions) {
    const auto session = openSession();
    const json result = json::parse(send(request("tools/list"), inSession(session)).body)["result"];
    EXPECT_EQ(result.size(), 1U) << result.dump();
    EXPECT_EQ(json::parse(send(request("ping"), inSession(session)).body)["result"],
              json::object());
}

TEST_F(EndpointTest, SettlesOnTheClientsRevisionOrTheLatest) {
    const auto settled = [this](const char* version) {
        const auto params = std::string(R"({"protocolVersion":")") + version + R"("})";
        return json::parse(
            send(request("initialize", params), Headers{}).body)["result"]["protocolVersion"];
    };
    EXPECT_EQ(settled("2025-03-26"), "2025-03-26");
    EXPECT_EQ(settled("2025-06-18"), "2025-06-18");
    EXPECT_EQ(settled("1999-01-01"), "2025-11-25");
    EXPECT_EQ(settled("2026-07-28"), "2025-11-25");
}

TEST_F(EndpointTest, RefusesASessionThatIsMissingUnknownOrSomebodyElses) {
    EXPECT_EQ(send(request("tools/list"), Headers{}).http_status, 400);
    EXPECT_EQ(send(request("tools/list"), inSession("nope")).http_status, 404);
    const auto session = openSession();
    EXPECT_EQ(send(request("tools/list"), inSession(session), "beth.anglin").http_status, 404);
    EXPECT_EQ(send(request("tools/list"), inSession(session)).http_status, 200);
}

TEST_F(EndpointTest, ForgetsASessionThatWasDeleted) {
    const auto session = openSession();
    identity::Principal abel;
    abel.subject = "abel.tuter";
    EXPECT_EQ(endpoint_->endSession(inSession(session), abel).http_status, 204);
    EXPECT_EQ(send(request("tools/list"), inSession(session)).http_status, 404);
}

TEST_F(EndpointTest, TakesNotificationsWithoutABody) {
    const auto session = openSession();
    const auto outbound =
        send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})", inSession(session));
    EXPECT_EQ(outbound.http_status, 202);
    EXPECT_EQ(outbound.body, "");
}

TEST_F(EndpointTest, ServesBothErasOnOneConnection) {
    const auto connection = std::make_shared<Peer>(stream_);
    const auto first = send(request("initialize", R"({"protocolVersion":"2025-06-18"})"),
                            std::nullopt,
                            "abel.tuter",
                            connection);
    EXPECT_EQ(json::parse(first.body)["result"]["protocolVersion"], "2025-06-18");
    const std::string discover =
        R"({"jsonrpc":"2.0","id":"d","method":"server/discover","params":{)" +
        std::string(kModernMeta) + "}}";
    const auto second = send(discover, std::nullopt, "abel.tuter", connection);
    EXPECT_EQ(json::parse(second.body)["result"]["resultType"], "complete");
}

TEST_F(EndpointTest, AsksTheUserThroughTheClientAndGoesOnWithTheAnswer) {
    const auto asked = modern("tools/call", R"("name":"asks","arguments":{"a":1,"b":2},)", "asks");
    const auto result = json::parse(asked.body)["result"];
    EXPECT_EQ(result["resultType"], "input_required");
    EXPECT_EQ(result["inputRequests"]["name"]["method"], "elicitation/create");
    EXPECT_FALSE(result.contains("ttlMs"));
    const std::string state = result["requestState"];
    EXPECT_EQ(state.find("kept"), std::string::npos);

    const auto answered = modern("tools/call",
                                 R"("name":"asks","arguments":{"b":2, "a":1},"requestState":")" +
                                     state + R"(","inputResponses":{"name":{"action":"accept"}},)",
                                 "asks");
    EXPECT_EQ(json::parse(answered.body)["result"]["content"][0]["text"],
              R"(kept{"name":{"action":"accept"}})");
}

TEST_F(EndpointTest, RefusesStateThatWasNotGivenForThatCall) {
    const auto asked = modern("tools/call", R"("name":"asks","arguments":{"a":1},)", "asks");
    const std::string state = json::parse(asked.body)["result"]["requestState"];
    struct Attempt {
        const char* what;
        std::string params;
        const char* tool;
    };
    for (const auto& [what, params, tool] :
         {Attempt{"changed", R"("arguments":{"a":1},"requestState":")" + state + "x\"", "asks"},
          Attempt{
              "other arguments", R"("arguments":{"a":2},"requestState":")" + state + '"', "asks"},
          Attempt{"other tool", R"("arguments":{"a":1},"requestState":")" + state + '"', "same"},
          Attempt{"no text", R"("arguments":{"a":1},"requestState":7)", "asks"},
          Attempt{"no object", R"("arguments":{"a":1},"inputResponses":[])", "asks"}}) {
        const auto refused =
            modern("tools/call", std::string(R"("name":")") + tool + "\"," + params + ",", tool);
        EXPECT_EQ(json::parse(refused.body)["error"]["code"], -32602) << what << refused.body;
    }
}

TEST_F(EndpointTest, SendsProgressUnderTheTokenItWasAskedWith) {
    const std::string body =
        R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"counts",)"
        R"("_meta":{"progressToken":"t","io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
        R"("io.modelcontextprotocol/clientCapabilities":{}}}})";
    send(body, std::nullopt, "abel.tuter", std::make_shared<Peer>(stream_));
    ASSERT_EQ(stream_->count(), 1U);
    const auto params = stream_->at(0)["params"];
    EXPECT_EQ(params["progressToken"], "t");
    EXPECT_EQ(params["progress"], 1.0);
    EXPECT_EQ(params["total"], 2.0);
    EXPECT_EQ(params["message"], "half");
}

}  // namespace
}  // namespace toolhost::mcp
