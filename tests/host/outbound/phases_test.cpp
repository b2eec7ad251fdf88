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

void expectLate(const Failure& failure, Failure::Kind kind, const std::string& key) {
    EXPECT_EQ(failure.kind, kind) << failure.what;
    EXPECT_NE(failure.what.find(key), std::string::npos) << failure.what;
}

TEST(Phases, EndAHandshakeThatIsNotAnswered) {
    LoopbackServer silent([](const SeenRequest&) { return std::nullopt; });
    Settings settings;
    settings.tls_timeout = 50ms;
    std::string url = silent.url();
    url.replace(0, 4, "https");
    expectLate(failureOf(Sender(settings).send(get(url))),
               Failure::Kind::Unreachable,
               "outbound.tls_timeout_ms");
    EXPECT_TRUE(silent.waitForHangUps(1));
}

TEST(Phases, EndARequestThatIsNotAnswered) {
    LoopbackServer silent([](const SeenRequest&) { return std::nullopt; });
    Settings settings;
    settings.first_byte_timeout = 50ms;
    expectLate(failureOf(Sender(settings).send(get(silent.url()))),
               Failure::Kind::Timeout,
               "outbound.first_byte_timeout_ms");
    EXPECT_TRUE(silent.waitForHangUps(1));
}

TEST(Phases, EndAnAnswerThatStops) {
    LoopbackServer stops([](const SeenRequest&) {
        return Answer{"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", false};
    });
    Settings settings;
    settings.idle_timeout = 50ms;
    expectLate(failureOf(Sender(settings).send(get(stops.url()))),
               Failure::Kind::Timeout,
               "outbound.idle_timeout_ms");
    EXPECT_TRUE(stops.waitForHangUps(1));
}

TEST(Phases, CountAnInterimAnswerAsNone) {
    LoopbackServer early([](const SeenRequest&) {
        return Answer{"HTTP/1.1 103 Early Hints\r\n\r\n", false};
    });
    Settings settings;
    settings.first_byte_timeout = 50ms;
    expectLate(failureOf(Sender(settings).send(get(early.url()))),
               Failure::Kind::Timeout,
               "outbound.first_byte_timeout_ms");
}

TEST(Phases, GiveAnAnswerThatComesAllTheTimeItsPhaseHas) {
    LoopbackServer server([](const SeenRequest&) { return std::nullopt; });
    Settings settings;
    settings.connect_timeout = 50ms;
    settings.tls_timeout = 50ms;
    settings.idle_timeout = 50ms;
    Sender sender(settings);
    auto outcome = sender.start(get(server.url()));
    ASSERT_TRUE(server.waitForRequests(1));
    EXPECT_EQ(outcome.wait_for(200ms), std::future_status::timeout)
        << "the limits of other phases do not end it";
    server.answerHeld(answer(200, "x"));
    EXPECT_EQ(responseOf(outcome.get()).status, 200);
}

}  // namespace
}  // namespace toolhost::outbound
