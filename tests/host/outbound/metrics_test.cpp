#include "outbound/metrics.hpp"

#include <set>

#include <gtest/gtest.h>

#include "loopback_server.hpp"
#include "sender.hpp"

namespace toolhost::outbound {
namespace {

using namespace std::chrono_literals;
using tests::answer;
using tests::LoopbackServer;
using tests::SeenRequest;

TEST(Metrics, CountOutcomesByKindAndStatus) {
    Metrics metrics;
    for (const Outcome& outcome : {Outcome(Response{200, {}, ""}),
                                   Outcome(Response{204, {}, ""}),
                                   Outcome(Response{404, {}, ""}),
                                   Outcome(Response{999, {}, ""}),
                                   Outcome(Failure{Failure::Kind::Tls, ""})}) {
        metrics.requestBegan();
        metrics.requestEnded(outcome, 1ms);
    }
    metrics.requestRefused();
    const auto snapshot = metrics.snapshot();
    EXPECT_EQ(snapshot.answered, (std::array<std::uint64_t, 6>{0, 0, 2, 0, 1, 1}));
    EXPECT_EQ(snapshot.failures(Failure::Kind::Tls), 1U);
    EXPECT_EQ(snapshot.failures(Failure::Kind::Refused), 1U);
    EXPECT_EQ(snapshot.in_flight, 0U);
    EXPECT_EQ(snapshot.total_time.total(), 5U);
}

TEST(Metrics, FollowARequestOnItsWay) {
    LoopbackServer server([](const SeenRequest&) { return std::nullopt; });
    Sender sender;
    auto outcome = sender.start(post(server.url(), "12345"));
    ASSERT_TRUE(server.waitForRequests(1));
    EXPECT_EQ(sender.client().snapshot().in_flight, 1U);
    server.answerHeld(answer(200, "1234567890"));
    ASSERT_EQ(responseOf(outcome.get()).status, 200);
    auto again = sender.start(get(server.url()));
    ASSERT_TRUE(server.waitForRequests(2));
    server.answerHeld(answer(200, "x"));
    again.wait();
    const auto snapshot = sender.client().snapshot();
    EXPECT_EQ(snapshot.in_flight, 0U);
    EXPECT_EQ(snapshot.answered.at(2), 2U);
    EXPECT_EQ(snapshot.attempts, 2U);
    EXPECT_EQ(snapshot.connections_opened, 1U);
    EXPECT_EQ(snapshot.connections_reused, 1U);
    EXPECT_EQ(snapshot.http2_answers, 0U);
    EXPECT_EQ(snapshot.connect_time.total(), 1U);
    EXPECT_EQ(snapshot.tls_time.total(), 0U);
    EXPECT_EQ(snapshot.first_byte_time.total(), 2U);
    EXPECT_EQ(snapshot.total_time.total(), 2U);
    EXPECT_GE(snapshot.bytes_sent, 5U);
    EXPECT_GE(snapshot.bytes_received, 11U);
}

TEST(FailureKinds, HaveEachANameOfItsOwn) {
    std::set<std::string_view> names;
    for (std::size_t kind = 0; kind < kFailureKinds; ++kind)
        names.insert(nameOf(static_cast<Failure::Kind>(kind)));
    EXPECT_EQ(names.size(), kFailureKinds);
    EXPECT_EQ(names.count(""), 0U);
}

}  // namespace
}  // namespace toolhost::outbound
