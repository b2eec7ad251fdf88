#include "http/server.hpp"

#include <filesystem>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

#include "server_fixture.hpp"
#include "tls_files.hpp"

namespace toolhost::http {
namespace {

using std::chrono::milliseconds;

TEST_F(ServerTest, AnswersABadRequestOnceAndExecutesNothingBehindIt) {
    bool was_executed = false;
    site_.handlers["/hidden"] = [&was_executed](const Request&, const Respond& respond) {
        was_executed = true;
        respond({});
    };
    start();
    const auto answer = ask("GET /hello HTTP/1.1\r\nHost : h\r\n\r\n" + get("/hidden"));
    EXPECT_EQ(answer.substr(0, 13), "HTTP/1.1 400 ");
    EXPECT_EQ(count(answer, "HTTP/1.1"), 1U);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_NE(answer.find("{\"error\":\""), std::string::npos);
    EXPECT_FALSE(was_executed);
}

TEST_F(ServerTest, AnswersRequestsOfOneConnectionInTheirOrder) {
    start();
    auto client = connect();
    client.send(get("/later") + post("/hello", "Content-Length: 3\r\n", "you") +
                get("/hello", kClose));
    auto asked = awaitLater();
    std::thread([&asked] { asked.respond({200, {}, "first"}); }).join();
    const auto answers = client.readAll();
    EXPECT_EQ(count(answers, "HTTP/1.1 200 OK\r\n"), 3U);
    EXPECT_LT(answers.find("first"), answers.find("hello you"));
    EXPECT_TRUE(client.isClosed());
}

TEST_F(ServerTest, TakesARequestThatComesByteByByte) {
    start();
    auto client = connect();
    for (const char byte :
         post("/hello", kClose + "Transfer-Encoding: chunked\r\n", "3\r\nyou\r\n0\r\n\r\n")) {
        client.send(std::string_view(&byte, 1));
    }
    EXPECT_NE(client.readAll().find("hello you"), std::string::npos);
}

TEST_F(ServerTest, CarriesBodiesLargerThanAnyBuffer) {
    Settings settings = testSettings();
    site_.handlers["/echo"] = [](const Request& request, const Respond& respond) {
        respond({200, {}, request.body});
    };
    start(settings);
    const std::string body(1U << 20U, 'x');
    auto client = connect(4096);
    client.send(
        post("/echo", kClose + "Content-Length: " + std::to_string(body.size()) + "\r\n", body));
    const auto answer = client.readAll();
    EXPECT_EQ(answer.substr(answer.find("\r\n\r\n") + 4), body);
}

TEST_F(ServerTest, SendsNoBodyWhereThereIsNone) {
    site_.handlers["/nothing"] = [](const Request&, const Respond& respond) {
        respond({204, {}, ""});
    };
    site_.handlers["/accepted"] = [](const Request&, const Respond& respond) {
        respond({202, {}, ""});
    };
    start();
    const auto to_head = ask("HEAD /hello HTTP/1.1\r\nHost: h\r\n" + kClose + "\r\n");
    EXPECT_NE(to_head.find("Content-Length: 6\r\n"), std::string::npos);
    EXPECT_EQ(to_head.substr(to_head.size() - 4), "\r\n\r\n");
    EXPECT_EQ(ask(get("/nothing", kClose)).find("Content-Length"), std::string::npos);
    EXPECT_NE(ask(get("/accepted", kClose)).find("Content-Length: 0\r\n"), std::string::npos);
}

TEST_F(ServerTest, AnswersWhatTheSiteThrowsWith500) {
    site_.handlers["/throws"] = [](const Request&, const Respond&) {
        throw std::runtime_error("of no concern to clients");
    };
    site_.handlers["/wait/throws"] = site_.handlers["/throws"];
    start();
    for (const std::string path : {"/throws", "/wait/throws"}) {
        const auto answer = ask(get(path, kClose));
        EXPECT_EQ(answer.substr(0, 13), "HTTP/1.1 500 ") << path;
        EXPECT_NE(answer.find("\"request_id\":\""), std::string::npos) << path;
        EXPECT_EQ(answer.find("of no concern"), std::string::npos) << path;
    }
    EXPECT_NE(log_text_.str().find("of no concern"), std::string::npos);
}

TEST_F(ServerTest, DoesNotLetAFieldSplitTheAnswer) {
    site_.handlers["/splits"] = [](const Request&, const Respond& respond) {
        respond({200, {{"X-Echo", "a\r\nSet-Cookie: x=1"}}, ""});
    };
    start();
    const auto answer = ask(get("/splits", kClose));
    EXPECT_EQ(answer.substr(0, 13), "HTTP/1.1 500 ");
    EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
}

TEST_F(ServerTest, AsksForTheBodyOnlyWhenItIsWanted) {
    site_.objection = [](const Request& head) -> std::optional<Response> {
        if (!findField(head.fields, "Authorization")) return refusal(401, "who are you?");
        return std::nullopt;
    };
    start();
    const std::string expecting = kClose + "Expect: 100-continue\r\nContent-Length: 3\r\n";
    auto stranger = connect();
    stranger.send(post("/hello", expecting, ""));
    const auto refused = stranger.readAll();
    EXPECT_EQ(refused.substr(0, 13), "HTTP/1.1 401 ");
    auto friendly = connect();
    friendly.send(post("/hello", expecting + "Authorization: me\r\n", ""));
    EXPECT_EQ(friendly.readUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    friendly.send("you");
    EXPECT_NE(friendly.readAll().find("hello you"), std::string::npos);
}

TEST_F(ServerTest, TellsWhoAnswersThatTheClientHasLeft) {
    start();
    auto client = connect();
    client.send(get("/later"));
    auto asked = awaitLater();
    EXPECT_FALSE(asked.request.left.stop_requested());
    Departure departure(asked.request.left);
    client.close();
    EXPECT_TRUE(departure.comes());
    asked.respond({200, {}, "nobody reads this"});  // harmless
    EXPECT_EQ(asked.request.open_stream(), nullptr);
}

TEST_F(ServerTest, TakesOneAnswerOfSeveral) {
    start();
    auto client = connect();
    client.send(get("/later") + get("/hello", kClose));
    auto asked = awaitLater();
    asked.respond({200, {}, "the first"});
    asked.respond({200, {}, "the second"});
    EXPECT_EQ(asked.request.open_stream(), nullptr);
    const auto answers = client.readAll();
    EXPECT_EQ(count(answers, "HTTP/1.1 200 OK"), 2U);
    EXPECT_EQ(answers.find("the second"), std::string::npos);
}

TEST_F(ServerTest, TurnsConnectionsAwayAboveItsBounds) {
    Settings settings = testSettings();
    settings.connections_per_address_max = 2;
    start(settings);
    auto one = connect();
    auto two = connect();
    one.send(get("/hello"));
    two.send(get("/hello"));
    one.readUntil("hello ");
    two.readUntil("hello ");
    const auto answer = ask(get("/hello"));
    EXPECT_EQ(answer.substr(0, 13), "HTTP/1.1 503 ");
    EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos);
}

TEST_F(ServerTest, AnswersQuicklyWhenNoThreadIsFree) {
    Settings settings = testSettings();
    settings.threads = 1;
    settings.queued_requests_max = 1;
    settings.io_threads = 1;  // so that requests are taken in the order in which they were sent
    std::promise<void> go_on;
    const auto gone_on = go_on.get_future().share();
    std::promise<void> begun;
    site_.handlers["/wait"] = [&](const Request&, const Respond& respond) {
        begun.set_value();
        gone_on.wait();
        respond({});
    };
    site_.handlers["/wait/queued"] = [](const Request&, const Respond& respond) { respond({}); };
    start(settings);
    auto running = connect();
    running.send(get("/wait", kClose));
    begun.get_future().wait();
    auto one = connect();
    auto other = connect();
    one.send(get("/wait/queued", kClose));
    other.send(get("/wait/queued", kClose));
    EXPECT_NE(ask(get("/hello", kClose)).find("HTTP/1.1 200"), std::string::npos);
    go_on.set_value();
    EXPECT_EQ(count(running.readAll(), "HTTP/1.1 200 OK"), 1U);
    EXPECT_EQ(count(one.readAll() + other.readAll(), "HTTP/1.1 503 "), 1U);
}

TEST_F(ServerTest, GivesUpOnRequestsThatDoNotCome) {
    Settings settings = testSettings();
    settings.head_timeout = milliseconds(200);
    settings.body_timeout = milliseconds(200);
    settings.idle_timeout = milliseconds(200);
    start(settings);
    auto silent = connect();
    auto half_head = connect();
    half_head.send("GET /hello HTTP/1.1\r\nHo");
    auto half_body = connect();
    half_body.send(post("/hello", "Content-Length: 3\r\n", "y"));
    auto idle = connect();
    idle.send(get("/hello"));
    EXPECT_EQ(silent.readAll(), "");
    EXPECT_TRUE(silent.isClosed());
    EXPECT_EQ(half_head.readAll().substr(0, 13), "HTTP/1.1 408 ");
    EXPECT_EQ(half_body.readAll().substr(0, 13), "HTTP/1.1 408 ");
    EXPECT_EQ(count(idle.readAll(), "HTTP/1.1 "), 1U);
    EXPECT_TRUE(idle.isClosed());
}

TEST_F(ServerTest, ClosesAfterSoManyRequests) {
    Settings settings = testSettings();
    settings.requests_per_connection_max = 2;
    start(settings);
    const auto answers = ask(get("/hello") + get("/hello") + get("/hello"));
    EXPECT_EQ(count(answers, "HTTP/1.1 200 OK"), 2U);
    EXPECT_EQ(count(answers, "Connection: close"), 1U);
}

TEST_F(ServerTest, GivesTheAnswersItOwesWhenItStops) {
    start();
    auto idle = connect();
    idle.send(get("/hello"));
    idle.readUntil("hello ");
    auto waiting = connect();
    waiting.send(get("/later"));
    auto asked = awaitLater();
    server_->stopAccepting();
    idle.readAll();
    EXPECT_TRUE(idle.isClosed());
    auto stopped = std::async(std::launch::async, [this] { server_->stop(); });
    asked.respond({200, {}, "still"});
    const auto answer = waiting.readAll();
    EXPECT_NE(answer.find("still"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_EQ(stopped.wait_for(kPatience), std::future_status::ready);
    EXPECT_THROW(connect(), std::runtime_error);
}

TEST_F(ServerTest, LetsAnAnswerComeWhenItIsGone) {
    start();
    auto client = connect();
    client.send(get("/later"));
    auto asked = awaitLater();
    server_.reset();
    asked.respond({200, {}, "too late"});
    EXPECT_TRUE(asked.request.left.stop_requested());
    EXPECT_EQ(client.readAll().find("too late"), std::string::npos);
}

TEST_F(ServerTest, ListensOnAUnixSocketToo) {
    const TlsFiles scratch("unused.example");  // for its folder
    Settings settings = testSettings();
    settings.unix_path = scratch.folder() / "host.sock";
    settings.connections_per_address_max = 1;
    settings.trusted_proxies = {"unix"};
    site_.handlers["/who"] = [](const Request& request, const Respond& respond) {
        respond({200, {}, "it is " + request.peer});
    };
    start(settings);
    RawClient one(settings.unix_path);
    RawClient other(settings.unix_path);
    one.send(get("/who", "X-Forwarded-For: 6.6.6.6, 1.2.3.4\r\n"));
    EXPECT_NE(one.readUntil("it is 1.2.3.4").find("200"), std::string::npos);
    other.send(get("/who", kClose));
    EXPECT_NE(other.readAll().find("it is unix"), std::string::npos);
    EXPECT_NE(ask(get("/who", kClose + "X-Forwarded-For: 1.2.3.4\r\n")).find("it is 127.0.0.1"),
              std::string::npos);
    server_->stop();
    EXPECT_FALSE(std::filesystem::exists(settings.unix_path));
}

}  // namespace
}  // namespace toolhost::http
