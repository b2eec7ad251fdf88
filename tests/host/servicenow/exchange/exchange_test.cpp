#include "servicenow/exchange/exchange.hpp"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

#include "servicenow/instance.hpp"

#include "desk.hpp"
#include "fake_instance.hpp"

namespace toolhost::servicenow {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using tests::answer;
using tests::SeenRequest;

const char* const kTinyUrls = "/api/now/tinyurl";

/// One instance's client, asked without the operations above it.
struct Wire {
    FakeInstance server;
    base::SystemClock clock;
    std::ostringstream written;
    base::Log log{written, base::LogLevel::Debug};
    outbound::Client client{{}, clock, log};
    crypto::Sealer sealer = crypto::Sealer::ephemeral();
    std::stop_source closing;
    std::unique_ptr<Instance> instance =
        Instance::create(
            "dev", jwtInstance(server.url()), {client, clock, log, sealer}, closing.get_token())
            .value();

    [[nodiscard]] Caller caller(const std::string& user) const {
        return {.user = user, .deadline = clock.steady() + 10s, .stop = {}, .ticket = {}};
    }
    Outcome<ApiReply> ask(ApiRequest request, const std::string& user = "beth.anglin") {
        std::promise<Outcome<ApiReply>> reply;
        instance->ask(caller(user), std::move(request), [&reply](Outcome<ApiReply> got) {
            reply.set_value(std::move(got));
        });
        return reply.get_future().get();
    }
    Outcome<ApiReply> askForRows(RowStream::TakeRow take_row) {
        std::promise<Outcome<ApiReply>> reply;
        instance->askForRows(caller("beth.anglin"),
                             {.attempted = "read", .path = kIncidents},
                             std::move(take_row),
                             [&reply](Outcome<ApiReply> got) { reply.set_value(std::move(got)); });
        return reply.get_future().get();
    }
};

ApiRequest longQuery(std::size_t bytes) {
    return {.attempted = "query incidents",
            .path = kIncidents,
            .parameters = {{"sysparm_query", "numberIN" + std::string(bytes, '1')}}};
}

/// Keeps the rows it is given.
struct Rows {
    std::vector<std::string> texts;

    RowStream::TakeRow taker() {
        return [this](std::string_view row) -> base::Result<base::Done> {
            texts.emplace_back(row);
            return base::Done{};
        };
    }
};

TEST(AskForRows, TellsAPageFromRows) {
    Wire wire;
    wire.server.on(kIncidents, [](const SeenRequest&) {
        return answer(200, "<html>Instance Hibernating page</html>", "Content-Type: text/html\r\n");
    });
    Rows rows;
    const auto reply = wire.askForRows(rows.taker());
    ASSERT_FALSE(reply.ok());
    EXPECT_EQ(reply.problem().kind, Problem::Kind::Unavailable);
    EXPECT_NE(reply.problem().hint.find("hibernates"), std::string::npos);
    EXPECT_TRUE(rows.texts.empty());
}

TEST(AskForRows, GivesTheRowsThatCameBeforeAQuotaRanOut) {
    Wire wire;
    wire.server.on(kIncidents, [](const SeenRequest&) {
        return answer(
            200,
            R"({"result":[{"a":"1"},{"a":"2"},"error":{"message":"Transaction cancelled: )"
            R"(maximum execution time exceeded","detail":"Check logs"},"status":"failure"})");
    });
    Rows rows;
    const auto reply = wire.askForRows(rows.taker());
    ASSERT_FALSE(reply.ok());
    EXPECT_EQ(rows.texts.size(), 2U);
    EXPECT_NE(reply.problem().message.find("maximum execution time"), std::string::npos);
    EXPECT_EQ(reply.problem().detail, "Check logs");
    EXPECT_NE(reply.problem().hint.find("fewer records"), std::string::npos);
}

TEST(AskForRows, TellsAListThatBreaksOff) {
    Wire wire;
    wire.server.on(kIncidents,
                   [](const SeenRequest&) { return answer(200, R"({"result":[{"a":"1"},{"a)"); });
    Rows rows;
    const auto reply = wire.askForRows(rows.taker());
    ASSERT_FALSE(reply.ok());
    EXPECT_EQ(reply.problem().kind, Problem::Kind::Protocol);
    EXPECT_NE(reply.problem().message.find("breaks off"), std::string::npos);
}

TEST(AskForRows, PassesARefusalOnAsItIs) {
    Wire wire;
    wire.server.on(kIncidents, [](const SeenRequest&) {
        return refusal(403, "Insufficient rights to query records", "Field(s) present");
    });
    const auto reply = wire.askForRows(Rows{}.taker());
    ASSERT_FALSE(reply.ok());
    EXPECT_EQ(reply.problem().kind, Problem::Kind::Forbidden);
    EXPECT_EQ(reply.problem().detail, "Field(s) present");
}

TEST(AskForRows, StopsTheTransferWhenItsTakerHasEnough) {
    Wire wire;
    wire.server.on(kIncidents, [](const SeenRequest&) {
        return result(json::array({{{"a", "1"}}}));
    });
    const auto reply = wire.askForRows([](std::string_view) -> base::Result<base::Done> {
        return base::Error{"the result is as large as allowed"};
    });
    ASSERT_FALSE(reply.ok());
    EXPECT_NE(reply.problem().message.find("as large as allowed"), std::string::npos);
}

TEST(AskForRows, GivesEveryRowOnceEvenWhenATokenIsRenewedFirst) {
    Wire wire;
    std::atomic<int> reads{0};
    wire.server.on(kIncidents, [&reads](const SeenRequest&) {
        return ++reads == 1 ? refusal(401, "User Not Authenticated")
                            : result(json::array({{{"a", "1"}}, {{"a", "2"}}}), 7);
    });
    Rows rows;
    const auto reply = wire.askForRows(rows.taker());
    ASSERT_TRUE(reply.ok()) << reply.problem().message;
    EXPECT_EQ(rows.texts, (std::vector<std::string>{R"({"a":"1"})", R"({"a":"2"})"}));
    EXPECT_EQ(reply.value().total, 7);
    EXPECT_EQ(reply.value().transaction_id, "abc123def456");
}

TEST(LongUrls, AreSentUnderAShortName) {
    Wire wire;
    wire.server.on(kTinyUrls, [](const SeenRequest&) {
        return answer(201, R"({"result":"https://dev/api/now/table/incident?sysparm_tiny=ab12"})");
    });
    wire.server.on(kIncidents, [](const SeenRequest&) { return result(json::array()); });
    EXPECT_TRUE(wire.ask(longQuery(20'000)).ok());
    const auto asked = wire.server.requestsTo(kTinyUrls).at(0);
    const std::string url = json::parse(asked.body).at("url").get<std::string>();
    EXPECT_EQ(url.substr(0, url.find('?')), wire.server.url() + kIncidents);
    EXPECT_GT(url.size(), 20'000U);
    EXPECT_EQ(asked.header("Authorization"), "Bearer token-of-beth.anglin");
    EXPECT_EQ(wire.server.requestsTo(kIncidents).at(0).target,
              std::string(kIncidents) + "?sysparm_tiny=ab12");
}

TEST(LongUrls, AreSentAsTheyAreWhereThereIsNoShortNameAndTheyFit) {
    Wire wire;
    wire.server.on(kIncidents, [](const SeenRequest&) { return result(json::array()); });
    EXPECT_TRUE(wire.ask(longQuery(5'000)).ok());
    EXPECT_EQ(wire.server.requestsTo(kIncidents).size(), 1U);
    const auto refused = wire.ask(longQuery(9'000));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.problem().kind, Problem::Kind::InvalidRequest);
    EXPECT_EQ(wire.server.requestsTo(kIncidents).size(), 1U);
}

TEST(LongUrls, AreNoReasonToRenameShortOnes) {
    Wire wire;
    wire.server.on(kIncidents, [](const SeenRequest&) { return result(json::array()); });
    EXPECT_TRUE(wire.ask(longQuery(1'000)).ok());
    EXPECT_TRUE(wire.server.requestsTo(kTinyUrls).empty());
}

TEST(RateLimits, AreObeyedForOneUserAndNoOther) {
    Wire wire;
    wire.server.on(kIncidents, [](const SeenRequest& seen) {
        if (seen.header("Authorization") != "Bearer token-of-beth.anglin")
            return result(json::array());
        return answer(429,
                      R"({"error":{"message":"Rate limit exceeded","detail":"Rate limit of 5"}})",
                      "Content-Type: application/json\r\nRetry-After: 1200\r\n"
                      "X-RateLimit-Limit: 5\r\nX-RateLimit-Rule: 0123\r\n");
    });
    const ApiRequest request{.attempted = "read", .path = kIncidents};
    const auto first = wire.ask(request);
    ASSERT_FALSE(first.ok());
    EXPECT_EQ(first.problem().kind, Problem::Kind::RateLimited);
    EXPECT_EQ(first.problem().detail, "Rate limit of 5");
    const auto second = wire.ask(request);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.problem().kind, Problem::Kind::RateLimited);
    EXPECT_NE(second.problem().hint.find("1200 s"), std::string::npos);
    EXPECT_EQ(wire.server.requestsTo(kIncidents).size(), 1U) << "the second was sent";
    EXPECT_TRUE(wire.ask(request, "fred.luddy").ok());
}

TEST(RateLimits, AreWaitedForEvenByAWriteWhenTheDeadlineAllows) {
    Wire wire;
    std::atomic<int> writes{0};
    wire.server.on(kIncidents, [&writes](const SeenRequest&) {
        return ++writes == 1 ? answer(429, "{}", "Retry-After: 0\r\n") : result({{"a", "1"}});
    });
    EXPECT_TRUE(
        wire.ask({.attempted = "create", .method = "POST", .path = kIncidents, .body = "{}"}).ok());
    EXPECT_EQ(writes, 2);
}

TEST(FailedWrites, SayThatTheyMayHaveBeenCarriedOut) {
    Wire wire;
    wire.server.on(kIncidents, [](const SeenRequest&) {
        return refusal(500, "Transaction cancelled: maximum execution time exceeded");
    });
    const auto reply =
        wire.ask({.attempted = "create", .method = "POST", .path = kIncidents, .body = "{}"});
    ASSERT_FALSE(reply.ok());
    EXPECT_NE(reply.problem().hint.find("look before trying again"), std::string::npos);
    EXPECT_EQ(wire.server.requestsTo(kIncidents).size(), 1U) << "it was sent twice";
}

TEST(FailedWrites, AreUnknownWhereTheAnswerBreaksOff) {
    struct Case {
        std::string what;
        int status;
        const char* body;
        const char* headers;
        bool may_be_done;
    };
    const Case cases[] = {
        {"cut", 201, R"({"result":{"sys_id")", "Content-Type: application/json\r\n", true},
        {"empty object", 200, "{}", "Content-Type: application/json\r\n", true},
        {"failing gateway", 502, "<html></html>", "Content-Type: text/html\r\n", true},
        {"asleep", 200, "<html></html>", "Content-Type: text/html\r\n", false},
        {"refused", 403, R"({"error":{}})", "Content-Type: application/json\r\n", false},
        {"limited", 429, R"({"error":{}})", "Content-Type: application/json\r\n", false},
    };
    for (const auto& each : cases) {
        Wire wire;
        wire.server.on(kIncidents, [&each](const SeenRequest&) {
            return answer(each.status, each.body, each.headers);
        });
        const auto reply =
            wire.ask({.attempted = "create", .method = "POST", .path = kIncidents, .body = "{}"});
        ASSERT_FALSE(reply.ok()) << each.what;
        const bool says_so = reply.problem().hint.find("may have been") != std::string::npos;
        EXPECT_EQ(says_so, each.may_be_done) << each.what << ": " << reply.problem().hint;
    }
}

TEST(Cookies, AreNeverSentBackLeastOfAllForAnotherUser) {
    Wire wire;
    wire.server.on(kIncidents, [](const SeenRequest&) {
        return answer(200,
                      R"({"result":[]})",
                      "Content-Type: application/json\r\n"
                      "Set-Cookie: JSESSIONID=beth; Path=/; HttpOnly\r\n"
                      "Set-Cookie: glide_session_store=beth; Path=/\r\n");
    });
    for (const char* user : {"beth.anglin", "fred.luddy", "beth.anglin"})
        ASSERT_TRUE(wire.ask({.attempted = "read", .path = kIncidents}, user).ok());
    for (const auto& seen : wire.server.server().requests())
        EXPECT_EQ(seen.header("Cookie"), "");
}

}  // namespace
}  // namespace toolhost::servicenow
