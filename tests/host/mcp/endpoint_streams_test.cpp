#include <stop_token>

#include "endpoint_fixture.hpp"

namespace toolhost::mcp {
namespace {

/// What a client sends, and the streams that come of it.
class EndpointStreams : public EndpointTest {
protected:
    struct Sent {
        std::shared_ptr<KeptStream> stream = std::make_shared<KeptStream>();
        std::promise<Outbound> answered;
        std::stop_source left;
    };

    /// Sends without waiting for the answer.
    std::shared_ptr<Sent> begin(const std::string& body, const Headers& headers) {
        auto sent = std::make_shared<Sent>();
        endpoint_->handle(
            {.body = body,
             .principal = abel(),
             .caller_left = sent->left.get_token(),
             .headers = headers,
             .connection = nullptr,
             .open_stream = [sent] { return sent->stream; }},
            [sent](Outbound outbound) { sent->answered.set_value(std::move(outbound)); });
        return sent;
    }

    std::shared_ptr<Sent> listen(const std::string& filter) {
        return begin(R"({"jsonrpc":"2.0","id":"l","method":"subscriptions/listen","params":{)"
                     R"("notifications":)" +
                         filter + "," + kModernMeta + "}}",
                     {.protocol_version = "2026-07-28",
                      .method = "subscriptions/listen",
                      .name = {},
                      .session_id = {}});
    }

    std::shared_ptr<Sent> call(const std::string& tool, const std::string& session) {
        return begin(request("tools/call", R"({"name":")" + tool + R"(","arguments":{}})"),
                     inSession(session));
    }

    void answer(const std::string& session, const json& id, const std::string& body) {
        send(R"({"jsonrpc":"2.0","id":)" + id.dump() + "," + body + "}", inSession(session));
    }

    static std::shared_ptr<const identity::Principal> abel() {
        auto principal = std::make_shared<identity::Principal>();
        principal->subject = "abel.tuter";
        return principal;
    }

    std::string openAskable() {
        const auto opened =
            send(request("initialize",
                         R"({"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}}})"),
                 Headers{});
        return opened.session_id;
    }
};

TEST_F(EndpointStreams, RefusesWhatIsNoFilter) {
    for (const char* filter :
         {"7", R"({"toolsListChanged":1})", R"({"resourceSubscriptions":"x"})"}) {
        const auto sent = listen(filter);
        EXPECT_EQ(json::parse(sent->answered.get_future().get().body)["error"]["code"], -32602)
            << filter;
    }
}

TEST_F(EndpointStreams, TellASubscriberOfTheListsItNamedOnly) {
    const auto tools = listen(R"({"toolsListChanged":true})");
    const auto prompts = listen(R"({"promptsListChanged":true})");
    const auto acknowledged = tools->stream->at(0);
    EXPECT_EQ(acknowledged["method"], "notifications/subscriptions/acknowledged");
    EXPECT_EQ(acknowledged["params"]["notifications"], json({{"toolsListChanged", true}}));
    endpoint_->offer(std::make_shared<tools::Catalogue>());
    const auto changed = tools->stream->at(1);
    EXPECT_EQ(changed["method"], "notifications/tools/list_changed");
    EXPECT_EQ(changed["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"], "l");
    EXPECT_EQ(prompts->stream->count(), 1U);
}

TEST_F(EndpointStreams, EndASubscriptionWithAResultWhenTheHostStops) {
    const auto sent = listen(R"({"toolsListChanged":true})");
    endpoint_->close();
    const auto closing = sent->stream->at(1);
    EXPECT_EQ(closing["id"], "l");
    EXPECT_EQ(closing["result"]["resultType"], "complete");
    EXPECT_TRUE(sent->stream->hasEnded());
}

TEST_F(EndpointStreams, EndASubscriptionAtOnceThatWantsNothing) {
    const auto sent = listen("{}");
    EXPECT_EQ(sent->stream->at(1)["id"], "l");
    EXPECT_TRUE(sent->stream->hasEnded());
}

TEST_F(EndpointStreams, TellNobodyWhoHasLeft) {
    const auto sent = listen(R"({"toolsListChanged":true})");
    sent->left.request_stop();
    const auto before = sent->stream->count();
    endpoint_->offer(std::make_shared<tools::Catalogue>());
    EXPECT_EQ(sent->stream->count(), before);
}

TEST_F(EndpointStreams, CarryProgressAheadOfTheResult) {
    const auto sent =
        begin(R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"counts",)"
              R"("_meta":{"progressToken":5,"io.modelcontextprotocol/protocolVersion":)"
              R"("2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}})",
              {.protocol_version = "2026-07-28",
               .method = "tools/call",
               .name = "counts",
               .session_id = {}});
    EXPECT_EQ(sent->stream->at(0)["params"]["progressToken"], 5);
    EXPECT_EQ(sent->stream->at(1)["id"], 7);
    EXPECT_TRUE(sent->stream->event(0).id.empty()) << "nobody comes back in this revision";
}

TEST_F(EndpointStreams, AskTheUserInASessionAndGoOnWithTheAnswer) {
    const auto session = openAskable();
    const auto sent = call("asks", session);
    EXPECT_EQ(sent->stream->event(0).data, "") << "the first event only names an id";
    const auto asked = sent->stream->at(1);
    EXPECT_EQ(asked["method"], "elicitation/create");
    answer(session, asked["id"], R"("result":{"action":"accept"})");
    EXPECT_EQ(sent->stream->at(2)["result"]["content"][0]["text"],
              R"(kept{"name":{"action":"accept"}})");
}

TEST_F(EndpointStreams, EndTheCallWhenTheClientRefusesToAsk) {
    const auto session = openAskable();
    const auto sent = call("asks", session);
    const auto asked = sent->stream->at(1);
    answer(session, asked["id"], R"("error":{"code":-1,"message":"no user is there"})");
    const auto result = sent->stream->at(2)["result"];
    EXPECT_TRUE(result["isError"]);
    EXPECT_NE(result["content"][0]["text"].get<std::string>().find("no user is there"),
              std::string::npos);
}

TEST_F(EndpointStreams, GiveALostAnswerToAClientThatComesBack) {
    const auto session = openAskable();
    const auto sent = call("asks", session);
    const auto asked = sent->stream->at(1);
    sent->stream->end();  // the connection is lost
    answer(session, asked["id"], R"("result":{"action":"accept"})");
    const auto again = std::make_shared<KeptStream>();
    Headers headers = inSession(session);
    headers.last_event_id = sent->stream->event(1).id;
    endpoint_->listen({.principal = abel(),
                       .caller_left = {},
                       .headers = headers,
                       .open_stream = [again] { return again; }},
                      [](const Outbound& refused) { FAIL() << refused.body; });
    EXPECT_EQ(again->at(0)["id"], 1);
}

TEST_F(EndpointStreams, TellASessionOfChangesOnItsOwnStream) {
    const auto session = openSession();
    const auto stream = std::make_shared<KeptStream>();
    endpoint_->listen({.principal = abel(),
                       .caller_left = {},
                       .headers = inSession(session),
                       .open_stream = [stream] { return stream; }},
                      [](const Outbound& refused) { FAIL() << refused.body; });
    endpoint_->offer(std::make_shared<tools::Catalogue>());
    EXPECT_EQ(stream->at(0)["method"], "notifications/tools/list_changed");
}

TEST_F(EndpointStreams, AnswerABatchWithAnArrayInTheOneRevisionThatHasThem) {
    const std::string batch = R"([{"jsonrpc":"2.0","id":1,"method":"ping"},)"
                              R"({"jsonrpc":"2.0","method":"notifications/initialized"},)"
                              R"({"jsonrpc":"2.0","id":2,"method":"tools/list"}])";
    const auto answers = json::parse(send(batch, inSession(openSession("2025-03-26"))).body);
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0]["result"], json::object());
    const auto refused = send(batch, inSession(openSession("2025-06-18")));
    EXPECT_EQ(refused.http_status, 400);
    EXPECT_EQ(json::parse(refused.body)["error"]["code"], -32600);
}

TEST_F(EndpointStreams, GiveListsInPagesWithoutLeavingOneOut) {
    endpoint_ = std::make_unique<Endpoint>(
        catalogue(), *runner_, crypto::Sealer::ephemeral(), clock_, log_, Settings{.page_size = 3});
    const json first = json::parse(modern("tools/list").body)["result"];
    EXPECT_EQ(first["tools"].size(), 3U);
    const std::string cursor = first["nextCursor"];
    const json second =
        json::parse(modern("tools/list", R"("cursor":")" + cursor + "\",").body)["result"];
    EXPECT_EQ(second["tools"].size(), 1U);
    EXPECT_FALSE(second.contains("nextCursor"));
    for (const std::string& wrong : {cursor + "x", std::string("1"), std::string()}) {
        EXPECT_EQ(json::parse(
                      modern("tools/list", R"("cursor":")" + wrong + "\",").body)["error"]["code"],
                  -32602)
            << wrong;
    }
    EXPECT_EQ(
        json::parse(modern("prompts/list", R"("cursor":")" + cursor + "\",").body)["error"]["code"],
        -32602)
        << "a cursor of another list";
}

TEST_F(EndpointStreams, AreNoMoreForOneCallerThanItMayHave) {
    endpoint_ = std::make_unique<Endpoint>(catalogue(),
                                           *runner_,
                                           crypto::Sealer::ephemeral(),
                                           clock_,
                                           log_,
                                           Settings{.streams_per_caller_max = 1});
    const auto first = listen(R"({"toolsListChanged":true})");
    const auto second = listen(R"({"toolsListChanged":true})");
    EXPECT_EQ(second->answered.get_future().get().http_status, 429);
    first->left.request_stop();
    EXPECT_EQ(listen(R"({"toolsListChanged":true})")->stream->at(0)["method"],
              "notifications/subscriptions/acknowledged");
}

}  // namespace
}  // namespace toolhost::mcp
