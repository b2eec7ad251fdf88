#include "http/parse/intake.hpp"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace toolhost::http {
namespace {

using Progress = Intake::Progress;

constexpr std::size_t kBodyBytesMax = 64;

const Intake::BodyBytesMax kBodies = [](std::string_view) { return kBodyBytesMax; };

/// What all of the bytes came to, each request that was read on the way answered.
struct Outcome {
    int refused = 0;  ///< the status; 0 when nothing was refused
    std::vector<std::string> requests;

    bool operator==(const Outcome&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
    out << "refused " << outcome.refused;
    for (const auto& request : outcome.requests) {
        out << "; " << request;
    }
    return out;
}

std::string textOf(const Request& request) {
    std::string text = request.method + ' ' + request.path + '?' + request.query;
    for (const auto& [name, value] : request.fields) {
        text += ' ' + name + '=' + value;
    }
    return text + " [" + request.body + ']';
}

/// Feeds `bytes` in pieces of that size.
Outcome feed(std::string_view bytes, std::size_t piece) {
    Intake intake({}, kBodies);
    Outcome outcome;
    while (!bytes.empty()) {
        auto progress = intake.advance(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(piece, bytes.size()));
        while (progress == Progress::Complete) {
            outcome.requests.push_back(textOf(intake.take()));
            progress = intake.advance({});
        }
        if (progress == Progress::Refused) {
            outcome.refused = intake.fault().status;
            return outcome;
        }
    }
    return outcome;
}

struct Row {
    const char* what;
    std::string bytes;
    int refused;
};

std::string head(const std::string& line, const std::string& fields = {}) {
    return line + "\r\nHost: h\r\n" + fields + "\r\n";
}

std::string post(const std::string& fields, const std::string& rest = {}) {
    return head("POST /mcp HTTP/1.1", fields) + rest;
}

std::string chunked(const std::string& rest) {
    return post("Transfer-Encoding: chunked\r\n", rest);
}

std::string repeated(std::size_t times, const std::string& text) {
    std::string all;
    for (std::size_t time = 0; time < times; ++time) {
        all += text;
    }
    return all;
}

void expectRefused(const std::vector<Row>& rows) {
    for (const auto& row : rows) {
        const Outcome expected{row.refused, {}};
        EXPECT_EQ(feed(row.bytes, row.bytes.size()), expected) << row.what;
        EXPECT_EQ(feed(row.bytes, 1), expected) << row.what << ", byte by byte";
        EXPECT_EQ(feed(row.bytes, 7), expected) << row.what << ", in sevens";
    }
}

TEST(Intake, RefusesRequestLinesThatAreNoHttp11) {
    expectRefused({
        {"TLS", "\x16\x03\x01\x02", 400},
        {"no HTTP", "\x01\x02", 400},
        {"HTTP/0.9", "GET /\r\n", 400},
        {"another protocol", "GET / FTP/1.1\r\n", 400},
        {"a version without digits", "GET / HTTP/x.1\r\n", 400},
        {"a version in lower case", "GET / http/1.1\r\n", 400},
        {"HTTP/3.9", "GET / HTTP/3.9\r\n", 505},
        {"HTTP/1.2", "GET / HTTP/1.2\r\n", 505},
        {"HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n", 505},
        {"two spaces", "GET  / HTTP/1.1\r\n", 400},
        {"a space at the end", "GET / HTTP/1.1 \r\n", 400},
        {"a tab between", "GET\t/ HTTP/1.1\r\n", 400},
        {"a method that is no token", "G(T / HTTP/1.1\r\n", 400},
        {"a method of 17 letters", std::string(17, 'A') + " / HTTP/1.1\r\n", 501},
        {"a target with a NUL", std::string("GET /\0 HTTP/1.1\r\n", 17), 400},
        {"a target that is not ASCII", "GET /\xc3\xa4 HTTP/1.1\r\n", 400},
        {"a target with a fragment", "GET /#a HTTP/1.1\r\n", 400},
        {"a line that LF alone ends", "GET / HTTP/1.1\nHost: h\r\n\r\n", 400},
        {"a CR in the line", "GET /\r HTTP/1.1\r\n", 400},
        {"a line of 8 KiB and a byte", "GET /" + std::string(8179, 'a') + " HTTP/1.1\r\n", 414},
        {"a line without end", "GET /" + std::string(9000, 'a'), 414},
        {"two empty lines before it", "\r\n\r\nGET / HTTP/1.1\r\n", 400},
        {"no slash", head("GET mcp HTTP/1.1"), 400},
        {"an authority", head("CONNECT h:80 HTTP/1.1"), 400},
        {"an asterisk with GET", head("GET * HTTP/1.1"), 400},
        {"another host in the target", head("GET http://other/mcp HTTP/1.1"), 400},
        {"a user in the target", head("GET http://u@h/mcp HTTP/1.1"), 400},
    });
}

TEST(Intake, RefusesFieldsThatTwoParsersCouldReadInTwoWays) {
    expectRefused({
        {"no colon", post("X-Odd\r\n"), 400},
        {"a space before the colon", post("X-Odd : a\r\n"), 400},
        {"an empty name", post(": a\r\n"), 400},
        {"a name that is no token", post("X(Odd): a\r\n"), 400},
        {"a folded field", post("X-Odd: a\r\n b\r\n"), 400},
        {"a field folded by a tab", post("X-Odd: a\r\n\tb\r\n"), 400},
        {"a space before the first field", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400},
        {"a NUL", post(std::string("X-Odd: a\0b\r\n", 12)), 400},
        {"a DEL", post("X-Odd: a\x7f\r\n"), 400},
        {"a bare CR", post("X-Odd: a\rb\r\n"), 400},
        {"a bare LF", post("X-Odd: a\nX: b\r\n"), 400},
        {"a bare LF at the end", "GET / HTTP/1.1\r\nHost: h\r\n\n", 400},
        {"65 fields", post(repeated(64, "X: a\r\n")), 431},
        {"a value of 16 KiB and a byte", post("X: " + std::string(16385, 'a') + "\r\n"), 431},
        {"33 KiB", post(repeated(3, "X: " + std::string(11 << 10, 'a') + "\r\n")), 431},
        {"a field without end", post("X: " + std::string(33 << 10, 'a')), 431},
    });
}

TEST(Intake, RefusesARequestWithoutOneGoodHost) {
    expectRefused({
        {"none", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two", head("GET / HTTP/1.1", "Host: h\r\n"), 400},
        {"two in HTTP/1.0", head("GET / HTTP/1.0", "Host: h\r\n"), 400},
        {"an empty one", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
        {"a path", "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n", 400},
        {"a user", "GET / HTTP/1.1\r\nHost: u@h\r\n\r\n", 400},
        {"a list", "GET / HTTP/1.1\r\nHost: h h\r\n\r\n", 400},
        {"a port that is none", "GET / HTTP/1.1\r\nHost: h:x\r\n\r\n", 400},
        {"an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400},
    });
}

TEST(Intake, RefusesABodyWhoseEndIsInDoubt) {
    expectRefused({
        {"a length and chunks", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
        {"two lengths", post("Content-Length: 5\r\nContent-Length: 3\r\n"), 400},
        {"two equal lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
        {"a list of lengths", post("Content-Length: 5, 5\r\n"), 400},
        {"a sign", post("Content-Length: +5\r\n"), 400},
        {"a negative length", post("Content-Length: -5\r\n"), 400},
        {"letters", post("Content-Length: abc\r\n"), 400},
        {"hexadecimal", post("Content-Length: 0x5\r\n"), 400},
        {"an empty length", post("Content-Length:\r\n"), 400},
        {"10^20", post("Content-Length: 100000000000000000000\r\n"), 400},
        {"a body beyond the limit", post("Content-Length: 65\r\n"), 413},
        {"no length", post({}), 411},
        {"an unknown coding", post("Transfer-Encoding: xchunked\r\n"), 400},
        {"a list of codings", post("Transfer-Encoding: chunked, identity\r\n"), 400},
        {"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n"), 400},
        {"chunked twice", chunked("").insert(22, "\r\nTransfer-Encoding: chunked"), 400},
        {"chunks in HTTP/1.0", head("POST / HTTP/1.0", "Transfer-Encoding: chunked\r\n"), 400},
        {"a GET with a body", head("GET / HTTP/1.1", "Content-Length: 5\r\n"), 400},
        {"a HEAD with chunks", head("HEAD / HTTP/1.1", "Transfer-Encoding: chunked\r\n"), 400},
        {"gzip", post("Content-Length: 1\r\nContent-Encoding: gzip\r\n"), 415},
        {"an expectation", post("Content-Length: 1\r\nExpect: x\r\n"), 417},
        {"two expectations",
         post("Content-Length: 1\r\nExpect: 100-continue\r\nExpect: 100-continue\r\n"),
         417},
    });
}

TEST(Intake, RefusesChunksThatAreNone) {
    expectRefused({
        {"no hexadecimal size", chunked("ZZ\r\n"), 400},
        {"an empty size", chunked("\r\n"), 400},
        {"a sign", chunked("+5\r\n"), 400},
        {"a prefix", chunked("0x5\r\n"), 400},
        {"a space before the size", chunked(" 5\r\n"), 400},
        {"a space behind the size", chunked("5 \r\n"), 400},
        {"a size beyond 64 bits", chunked("10000000000000000\r\n"), 400},
        {"a size that LF alone ends", chunked("5\n"), 400},
        {"a chunk that goes on", chunked("1\r\nab\r\n"), 400},
        {"a chunk that LF alone ends", chunked("1\r\na\n"), 400},
        {"a chunk beyond the limit", chunked("41\r\n"), 413},
        {"chunks beyond the limit", chunked("40\r\n" + std::string(64, 'a') + "\r\n1\r\n"), 413},
        {"an extension without end", chunked("1;" + std::string(9000, 'a')), 431},
        {"many extensions", chunked(repeated(9, "1;" + std::string(1000, 'a') + "\r\nb\r\n")), 431},
        {"a control character", chunked("1;a\x01\r\n"), 400},
        {"a trailer without colon", chunked("0\r\nX\r\n"), 400},
        {"a folded trailer", chunked("0\r\nX: a\r\n b: c\r\n"), 400},
        {"trailers without end",
         chunked("0\r\n" + repeated(9, "X: " + std::string(1000, 'a') + "\r\n")),
         431},
    });
}

TEST(Intake, ReadsARequestAsItWasSentHoweverItComes) {
    struct Good {
        std::string bytes;
        std::vector<std::string> requests;
    };
    const std::string get =
        "GET /a/b?c=%zz&d HTTP/1.1\r\nHost: h:8080\r\nX-Odd:  =?utf-8?Q?a=0D?= \t\r\nX-Bytes: "
        "\xff\r\n\r\n";
    const std::string got = "GET /a/b?c=%zz&d Host=h:8080 X-Odd==?utf-8?Q?a=0D?= X-Bytes=\xff []";
    const std::vector<Good> rows = {
        {get, {got}},
        {"\r\n" + get, {got}},
        {get + get, {got, got}},
        {post("Content-Length: 3\r\n", "abc"), {"POST /mcp? Host=h Content-Length=3 [abc]"}},
        {post("Content-Length: 003\r\n", "abc") + get,
         {"POST /mcp? Host=h Content-Length=003 [abc]", got}},
        {post("content-length: 0\r\n") + get, {"POST /mcp? Host=h content-length=0 []", got}},
        {post("Transfer-Encoding: Chunked\r\n",
              "2;a=\"b\"\r\nab\r\n00A\r\n0123456789\r\n0\r\nX: y\r\n\r\n") +
             get,
         {"POST /mcp? Host=h Transfer-Encoding=Chunked [ab0123456789]", got}},
        {head("OPTIONS * HTTP/1.1"), {"OPTIONS *? Host=h []"}},
        {head("GET http://H/x?y HTTP/1.1"), {"GET /x?y Host=h []"}},
        {head("GET http://h HTTP/1.1"), {"GET /? Host=h []"}},
        {"GET / HTTP/1.0\r\n\r\n", {"GET /? []"}},
        {"DELETE /mcp HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", {"DELETE /mcp? Host=[::1]:80 []"}},
    };
    for (const auto& row : rows) {
        const Outcome expected{0, row.requests};
        EXPECT_EQ(feed(row.bytes, row.bytes.size()), expected) << row.bytes;
        EXPECT_EQ(feed(row.bytes, 1), expected) << row.bytes;
        EXPECT_EQ(feed(row.bytes, 5), expected) << row.bytes;
    }
}

TEST(Intake, TellsOfAHeadOnceWhenItsBodyIsStillToCome) {
    Intake intake({}, kBodies);
    EXPECT_EQ(intake.advance(post("Content-Length: 3\r\nExpect: 100-continue\r\n")),
              Progress::HeadRead);
    EXPECT_TRUE(intake.terms().expects_continue);
    EXPECT_EQ(intake.request().path, "/mcp");
    EXPECT_TRUE(intake.isInBody());
    EXPECT_EQ(intake.advance("ab"), Progress::Waiting);
    EXPECT_EQ(intake.bodyReceived(), 2U);
    EXPECT_EQ(intake.advance("c"), Progress::Complete);
    EXPECT_EQ(intake.take().body, "abc");
    EXPECT_TRUE(intake.isIdle());
}

TEST(Intake, KnowsWhetherTheConnectionStays) {
    struct Case {
        std::string bytes;
        bool keeps_open;
    };
    const std::vector<Case> cases = {
        {head("GET / HTTP/1.1"), true},
        {head("GET / HTTP/1.1", "Connection: Close\r\n"), false},
        {head("GET / HTTP/1.1", "Connection: upgrade, close\r\n"), false},
        {head("GET / HTTP/1.0"), false},
        {head("GET / HTTP/1.0", "Connection: Keep-Alive\r\n"), true},
    };
    for (const auto& one : cases) {
        Intake intake({}, kBodies);
        ASSERT_EQ(intake.advance(one.bytes), Progress::Complete);
        EXPECT_EQ(intake.terms().keeps_open, one.keeps_open) << one.bytes;
    }
}

}  // namespace
}  // namespace toolhost::http
