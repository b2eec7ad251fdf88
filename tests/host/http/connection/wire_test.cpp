#include "http/connection/wire.hpp"

#include <chrono>
#include <regex>
#include <string>

#include <gtest/gtest.h>

namespace toolhost::http {
namespace {

TEST(IsSafe, RefusesWhatWouldEndAField) {
    EXPECT_TRUE(isSafe({{"X-Odd", "=?utf-8?Q?a=0D?= \t\xff"}}));
    EXPECT_FALSE(isSafe({{"X-Odd", "a\r"}}));
    EXPECT_FALSE(isSafe({{"X-Odd", "a\nb"}}));
    EXPECT_FALSE(isSafe({{"X-Odd", std::string("a\0b", 3)}}));
    EXPECT_FALSE(isSafe({{"X Odd", "a"}}));
    EXPECT_FALSE(isSafe({{"", "a"}}));
}

TEST(ResponseText, SaysWhatTheClientNeeds) {
    const Response response{404, {{"X-Odd", "a"}}, "gone"};
    const auto text =
        textOf(response, {.keeps_open = true, .idle_timeout = std::chrono::seconds(15)});
    EXPECT_TRUE(std::regex_match(
        text,
        std::regex("HTTP/1\\.1 404 Not Found\r\n"
                   "Date: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n"
                   "Keep-Alive: timeout=15\r\nX-Odd: a\r\nContent-Length: 4\r\n\r\ngone")))
        << text;
}

TEST(ResponseText, TellsOldClientsThatTheConnectionStays) {
    const auto text = textOf(Response{}, {.keeps_open = true, .minor_version = 0});
    EXPECT_NE(text.find("\r\nConnection: keep-alive\r\n"), std::string::npos);
    EXPECT_NE(textOf(Response{}, {}).find("\r\nConnection: close\r\n"), std::string::npos);
}

TEST(ResponseText, TellsBrowsersToStayWithTls) {
    EXPECT_NE(textOf(Response{}, {.is_encrypted = true}).find("Strict-Transport-Security: "),
              std::string::npos);
    EXPECT_EQ(textOf(Response{}, {}).find("Strict-Transport-Security"), std::string::npos);
}

TEST(EventText, WritesWhatAnEventHas) {
    EXPECT_EQ(textOf(mcp::Event{.data = "{}"}), "data: {}\n\n");
    EXPECT_EQ(textOf(mcp::Event{.data = "", .id = "1"}), "id: 1\ndata: \n\n");
    EXPECT_EQ(textOf(mcp::Event{.data = "/messages", .name = "endpoint"}),
              "event: endpoint\ndata: /messages\n\n");
    EXPECT_EQ(textOf(mcp::Event{.data = "[\n]", .retry = std::chrono::milliseconds(20)}),
              "retry: 20\ndata: [\ndata: ]\n\n");
}

TEST(Chunk, SaysItsSizeInHexadecimal) {
    EXPECT_EQ(chunkOf(std::string(26, 'x')), "1a\r\n" + std::string(26, 'x') + "\r\n");
    EXPECT_EQ(chunkOf({}), "0\r\n\r\n");
}

}  // namespace
}  // namespace toolhost::http
