#include "http/connection/stream.hpp"

#include <string>

#include "server_fixture.hpp"

namespace toolhost::http {
namespace {

using StreamTest = ServerTest;
using std::chrono::milliseconds;

TEST_F(StreamTest, StreamsEventsAndThenTakesTheNextRequest) {
    start();
    auto client = connect();
    client.send(get("/later"));
    const auto stream = awaitLater().request.open_stream();
    ASSERT_NE(stream, nullptr);
    const auto head = client.readUntil("\r\n\r\n");
    EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
    EXPECT_NE(head.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_TRUE(stream->send({.data = "{}", .id = "7", .retry = milliseconds(500)}));
    EXPECT_EQ(client.readUntil("\n\n"), "1b\r\nid: 7\nretry: 500\ndata: {}\n\n");
    EXPECT_TRUE(stream->send({.data = "[1,\r\n2]"}));
    EXPECT_EQ(client.readUntil("2]\n\n"), "\r\n1b\r\ndata: [1,\ndata: \ndata: 2]\n\n");
    stream->end();
    EXPECT_FALSE(stream->send({.data = "{}"}));
    EXPECT_EQ(client.readUntil("0\r\n\r\n"), "\r\n0\r\n\r\n");
    client.send(get("/hello", kClose));
    EXPECT_NE(client.readAll().find("hello"), std::string::npos);
}

TEST_F(StreamTest, EndsAStreamForAnOldClientByClosing) {
    start();
    auto client = connect();
    client.send("GET /later HTTP/1.0\r\n\r\n");
    auto stream = awaitLater().request.open_stream();
    ASSERT_NE(stream, nullptr);
    EXPECT_TRUE(stream->send({.data = "{}"}));
    stream.reset();
    const auto text = client.readAll();
    EXPECT_EQ(text.find("chunked"), std::string::npos);
    EXPECT_EQ(text.substr(text.find("\r\n\r\n")), "\r\n\r\ndata: {}\n\n");
}

TEST_F(StreamTest, ShowsThatAStreamLivesAndNoticesThatItsClientLeft) {
    Settings settings = testSettings();
    settings.stream_keep_alive = milliseconds(50);
    start(settings);
    auto client = connect();
    client.send(get("/later"));
    const auto asked = awaitLater();
    const auto stream = asked.request.open_stream();
    client.readUntil(":\n\n");
    EXPECT_EQ(client.readUntil(":\n\n"), "\r\n3\r\n:\n\n");
    Departure departure(asked.request.left);
    client.close();
    EXPECT_TRUE(departure.comes());
    EXPECT_FALSE(stream->send({.data = "{}"}));
}

TEST_F(StreamTest, CutsOffAStreamWhoseClientDoesNotRead) {
    Settings settings = testSettings();
    settings.stream_queue_bytes_max = 64U << 10U;
    start(settings);
    auto client = connect(4096);
    client.send(get("/later"));
    const auto asked = awaitLater();
    const auto stream = asked.request.open_stream();
    const mcp::Event event{.data = std::string(16U << 10U, 'x')};
    int taken = 0;
    while (taken < 10'000 && stream->send(event)) {
        ++taken;
    }
    EXPECT_LT(taken, 10'000);
    EXPECT_TRUE(Departure(asked.request.left).comes());
}

TEST_F(StreamTest, OpensNoMoreStreamsThanItMay) {
    Settings settings = testSettings();
    settings.streams_max = 1;
    start(settings);
    auto one = connect();
    one.send(get("/later"));
    auto stream = awaitLater().request.open_stream();
    EXPECT_NE(stream, nullptr);
    auto other = connect();
    other.send(get("/later"));
    const auto asked = awaitLater();
    EXPECT_EQ(asked.request.open_stream(), nullptr);
    stream->end();
    EXPECT_NE(asked.request.open_stream(), nullptr);
}

TEST_F(StreamTest, EndsStreamsWhenItStops) {
    start();
    auto client = connect();
    client.send(get("/later"));
    const auto stream = awaitLater().request.open_stream();
    server_->stop();
    EXPECT_NE(client.readAll().find("\r\n0\r\n\r\n"), std::string::npos);
    EXPECT_FALSE(stream->send({.data = "{}"}));
}

}  // namespace
}  // namespace toolhost::http
