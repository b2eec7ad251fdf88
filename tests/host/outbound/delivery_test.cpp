#include "outbound/delivery.hpp"

#include <atomic>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "loopback_server.hpp"
#include "sender.hpp"

namespace toolhost::outbound {
namespace {

using namespace std::chrono_literals;
using tests::Answer;
using tests::answer;
using tests::LoopbackServer;
using tests::SeenRequest;

Settings quick() {
    Settings settings;
    settings.retry_delay = 2ms;
    return settings;
}

/// The request, to be repeated if it is idempotent.
Request repeatable(Request request) {
    request.repeat = Repeat::Idempotent;
    return request;
}

/// A port that refuses connections until it is opened, then answers one request.
class LateServer {
public:
    LateServer() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    LateServer(const LateServer&) = delete;
    LateServer& operator=(const LateServer&) = delete;
    ~LateServer() { close(listener_); }

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    void openAndAnswer() const {
        listen(listener_, 8);
        const int connection = accept(listener_, nullptr, nullptr);
        std::array<char, 4096> request{};
        static_cast<void>(recv(connection, request.data(), request.size(), 0));
        const std::string bytes = answer(200, "late").bytes;
        static_cast<void>(send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL));
        close(connection);
    }

private:
    int listener_;
    int port_ = 0;
};

TEST(Delivery, GivesUpARefusedConnectionAfterAllAttempts) {
    const LateServer closed;
    Sender sender(quick());
    const auto failure = failureOf(sender.send(post(closed.url(), "x")));
    EXPECT_EQ(failure.kind, Failure::Kind::Unreachable);
    EXPECT_EQ(sender.client().snapshot().attempts, 3U);
}

TEST(Delivery, RepeatsAWriteOfWhichNothingWasSent) {
    const LateServer server;
    Settings settings = quick();
    settings.attempts_max = 10;
    settings.retry_delay = 50ms;
    Sender sender(settings);
    auto outcome = sender.start(post(server.url(), "x"));
    while (sender.client().snapshot().repetitions == 0)
        std::this_thread::yield();
    server.openAndAnswer();
    EXPECT_EQ(responseOf(outcome.get()).body, "late");
}

TEST(Delivery, RepeatsNothingThatMayHaveBeenCarriedOutUnasked) {
    LoopbackServer down([](const SeenRequest&) { return answer(503, ""); });
    Sender sender(quick());
    EXPECT_EQ(responseOf(sender.send(get(down.url()))).status, 503);
    EXPECT_EQ(down.requests().size(), 1U);
}

TEST(Delivery, NeverRepeatsAWriteThatWasSent) {
    LoopbackServer down([](const SeenRequest& seen) {
        return seen.target == "/breaks" ? Answer{"", true} : answer(503, "");
    });
    Sender sender(quick());
    EXPECT_EQ(responseOf(sender.send(repeatable(post(down.url(), "x")))).status, 503);
    const auto broken = sender.send(repeatable(post(down.url() + "/breaks", "x")));
    EXPECT_EQ(failureOf(broken).kind, Failure::Kind::Protocol);
    EXPECT_EQ(down.requests().size(), 2U);
}

TEST(Delivery, RepeatsAReadWhenAsked) {
    for (const Answer& first : {answer(502, ""),
                                answer(503, ""),
                                answer(504, ""),
                                Answer{"", true},
                                Answer{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", true}}) {
        std::atomic<int> served{0};
        LoopbackServer server(
            [&](const SeenRequest&) { return served++ == 0 ? first : answer(200, "back"); });
        Sender sender(quick());
        EXPECT_EQ(responseOf(sender.send(repeatable(get(server.url())))).body, "back")
            << first.bytes;
        EXPECT_EQ(sender.client().snapshot().repetitions, 1U);
    }
}

TEST(Delivery, RepeatsNoAnswerThatIsFinal) {
    LoopbackServer server([](const SeenRequest&) { return answer(500, ""); });
    Sender sender(quick());
    EXPECT_EQ(responseOf(sender.send(repeatable(get(server.url())))).status, 500);
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST(Delivery, RepeatsNothingOnceTheSinkWasCalled) {
    LoopbackServer server([](const SeenRequest&) {
        return Answer{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", true};
    });
    Request request = repeatable(get(server.url()));
    int heads = 0;
    request.sink = BodySink{[&](const Response&) {
                                ++heads;
                                return BodySink::Choice::Chunks;
                            },
                            [](std::string_view) { return base::Done{}; }};
    Sender sender(quick());
    EXPECT_EQ(failureOf(sender.send(request)).kind, Failure::Kind::Protocol);
    EXPECT_EQ(heads, 1);
}

TEST(Delivery, RepeatsNothingPastTheDeadline) {
    LoopbackServer busy([](const SeenRequest&) { return answer(503, "", "Retry-After: 100\r\n"); });
    Sender sender(quick());
    EXPECT_EQ(responseOf(sender.send(repeatable(get(busy.url())))).status, 503);
    EXPECT_EQ(busy.requests().size(), 1U) << "it would come after outbound.total_timeout_ms";
}

TEST(Delivery, IsCancelledWhileItWaitsToRepeat) {
    Settings settings = quick();
    settings.retry_delay = 5'000ms;
    const LateServer closed;
    Sender sender(settings);
    std::stop_source stop;
    auto outcome = sender.start(get(closed.url()), stop.get_token());
    while (sender.client().snapshot().breakers.empty())
        std::this_thread::yield();
    stop.request_stop();
    EXPECT_EQ(failureOf(outcome.get()).kind, Failure::Kind::Cancelled);
}

TEST(Delivery, LeavesAFailingHostAloneAndSaysUntilWhen) {
    std::atomic<bool> is_down{true};
    LoopbackServer server(
        [&](const SeenRequest&) { return is_down ? answer(503, "") : answer(200, ""); });
    LoopbackServer other([](const SeenRequest&) { return answer(200, ""); });
    Settings settings;
    settings.breaker_failures = 3;
    settings.breaker_open = 10s;
    Sender sender(settings);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(responseOf(sender.send(get(server.url()))).status, 503);
    const auto failure = failureOf(sender.send(get(server.url())));
    EXPECT_EQ(failure.kind, Failure::Kind::Unreachable);
    EXPECT_NE(failure.what.find("tried again in 10 s"), std::string::npos) << failure.what;
    ASSERT_TRUE(failure.retry_at);
    EXPECT_GT(*failure.retry_at, sender.now());
    EXPECT_EQ(server.requests().size(), 3U);
    EXPECT_EQ(sender.client().snapshot().breakers.at(0).state, BreakerState::Open);
    EXPECT_EQ(responseOf(sender.send(get(other.url()))).status, 200);

    is_down = false;
    sender.clock().moveOn(10s);
    EXPECT_EQ(responseOf(sender.send(get(server.url()))).status, 200);
    EXPECT_TRUE(sender.client().snapshot().breakers.empty());
    const std::string log = sender.endAndReadLog();
    EXPECT_NE(log.find("outbound.breaker.opened"), std::string::npos);
    EXPECT_NE(log.find("outbound.breaker.closed"), std::string::npos);
}

TEST(Delivery, LeavesNoHostAloneThatAnswers) {
    LoopbackServer server(
        [](const SeenRequest& seen) { return answer(seen.target == "/429" ? 429 : 404, ""); });
    Settings settings;
    settings.breaker_failures = 3;
    Sender sender(settings);
    for (int i = 0; i < 20; ++i)
        EXPECT_GE(responseOf(sender.send(get(server.url() + (i % 2 == 0 ? "/429" : "/")))).status,
                  404);
}

TEST(Delivery, JudgesNoHostByTimeThatItsSenderCutShort) {
    LoopbackServer silent([](const SeenRequest&) { return std::nullopt; });
    Settings settings;
    settings.breaker_failures = 1;
    Sender sender(settings);
    Request hurried = get(silent.url());
    hurried.deadline = sender.now() + 50ms;
    EXPECT_EQ(failureOf(sender.send(hurried)).kind, Failure::Kind::Timeout);
    EXPECT_TRUE(sender.client().snapshot().breakers.empty());
}

TEST(Delivery, JudgesAHostByTheTimeTheSettingsGiveIt) {
    LoopbackServer silent([](const SeenRequest&) { return std::nullopt; });
    Settings settings;
    settings.breaker_failures = 1;
    settings.total_timeout = 50ms;
    Sender sender(settings);
    EXPECT_EQ(failureOf(sender.send(get(silent.url()))).kind, Failure::Kind::Timeout);
    EXPECT_EQ(failureOf(sender.send(get(silent.url()))).kind, Failure::Kind::Unreachable);
}

}  // namespace
}  // namespace toolhost::outbound
