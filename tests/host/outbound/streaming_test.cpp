#include <gtest/gtest.h>

#include "loopback_server.hpp"
#include "sender.hpp"

namespace toolhost::outbound {
namespace {

using tests::answer;
using tests::LoopbackServer;
using tests::SeenRequest;

/// A request whose sink gathers chunks in `taken` of answers with status 200.
Request streaming(const std::string& url, std::string& taken) {
    Request request;
    request.url = url;
    request.sink = BodySink{[](const Response& head) -> base::Result<BodySink::Choice> {
                                return head.status == 200 ? BodySink::Choice::Chunks
                                                          : BodySink::Choice::Gathered;
                            },
                            [&taken](std::string_view bytes) -> base::Result<base::Done> {
                                taken += bytes;
                                return base::Done{};
                            }};
    return request;
}

Request uploading(const std::string& url, BodySource source) {
    Request request;
    request.method = "POST";
    request.url = url;
    request.source = std::move(source);
    return request;
}

TEST(BodySink, EndsTheTransferInItsOwnWords) {
    LoopbackServer server([](const SeenRequest&) {
        return tests::Answer{"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbad", false};
    });
    std::string taken;
    Request request = streaming(server.url(), taken);
    request.sink->chunk = [](std::string_view) { return base::Error{"read rows: not JSON"}; };
    const auto failure = failureOf(Sender().send(request));
    EXPECT_EQ(failure.kind, Failure::Kind::Abandoned);
    EXPECT_EQ(failure.what, "read rows: not JSON");
    EXPECT_TRUE(server.waitForHangUps(1));
}

TEST(BodySink, IsHeldToTheCapOfItsRequest) {
    LoopbackServer server([](const SeenRequest&) { return answer(200, std::string(1001, 'x')); });
    std::string taken;
    Request request = streaming(server.url(), taken);
    request.response_bytes_max = 1000;
    EXPECT_EQ(failureOf(Sender().send(request)).kind, Failure::Kind::TooLarge);
    EXPECT_LE(taken.size(), 1000U);
}

TEST(BodySink, TakesTheBodyInPlaceOfTheResponse) {
    const std::string body(1U << 20U, 'x');
    LoopbackServer server([&](const SeenRequest&) { return answer(200, body); });
    std::string taken;
    const auto outcome = Sender().send(streaming(server.url(), taken));
    ASSERT_TRUE(std::holds_alternative<Response>(outcome));
    EXPECT_TRUE(std::get<Response>(outcome).body.empty());
    EXPECT_EQ(taken, body);
}

TEST(BodySink, TakesBytesBeforeTheAnswerIsWhole) {
    LoopbackServer server([](const SeenRequest&) {
        return tests::Answer{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst", false};
    });
    std::promise<std::string> first;
    Request request;
    request.url = server.url();
    request.sink = BodySink{[](const Response&) { return BodySink::Choice::Chunks; },
                            [&](std::string_view bytes) -> base::Result<base::Done> {
                                first.set_value(std::string(bytes));
                                return base::Done{};
                            }};
    Sender sender;
    std::stop_source stop;
    auto outcome = sender.start(request, stop.get_token());
    EXPECT_EQ(first.get_future().get(), "first");
    stop.request_stop();
    EXPECT_EQ(failureOf(outcome.get()).kind, Failure::Kind::Cancelled);
}

TEST(BodySink, LeavesAnErrorsBodyToTheResponse) {
    LoopbackServer server([](const SeenRequest&) { return answer(404, "no such table"); });
    std::string taken;
    const auto outcome = Sender().send(streaming(server.url(), taken));
    ASSERT_TRUE(std::holds_alternative<Response>(outcome));
    EXPECT_EQ(std::get<Response>(outcome).body, "no such table");
    EXPECT_TRUE(taken.empty());
}

TEST(BodySource, EndsTheTransferInItsOwnWords) {
    LoopbackServer server([](const SeenRequest&) { return answer(200, ""); });
    const auto failure = failureOf(Sender().send(
        uploading(server.url(),
                  {10, [](char*, std::size_t) { return base::Error{"read the file: gone"}; }})));
    EXPECT_EQ(failure.kind, Failure::Kind::Abandoned);
    EXPECT_EQ(failure.what, "read the file: gone");
    EXPECT_TRUE(server.requests().empty());
}

TEST(BodySource, MayNotEndEarly) {
    LoopbackServer server([](const SeenRequest&) { return answer(200, ""); });
    const auto failure = failureOf(Sender().send(
        uploading(server.url(), {10, [](char*, std::size_t) { return std::size_t{0}; }})));
    EXPECT_EQ(failure.kind, Failure::Kind::Abandoned);
}

TEST(BodySource, IsRefusedBesideABody) {
    Request request = uploading("http://127.0.0.1:1", {});
    request.body = "x";
    EXPECT_EQ(failureOf(Sender().send(request)).kind, Failure::Kind::Refused);
}

TEST(BodySource, GivesTheBodyInPieces) {
    LoopbackServer server([](const SeenRequest& seen) { return answer(200, seen.body); });
    std::string left(300'000, 'x');
    left += "end";
    const std::string whole = left;
    Request request =
        uploading(server.url(),
                  {left.size(), [&](char* into, std::size_t room) -> base::Result<std::size_t> {
                       const std::size_t given = std::min({room, left.size(), std::size_t{777}});
                       left.copy(into, given);
                       left.erase(0, given);
                       return given;
                   }});
    const auto outcome = Sender().send(request);
    ASSERT_TRUE(std::holds_alternative<Response>(outcome)) << failureOf(outcome).what;
    EXPECT_EQ(std::get<Response>(outcome).body, whole);
}

}  // namespace
}  // namespace toolhost::outbound
