#include "config/origin.hpp"

#include <gtest/gtest.h>

namespace toolhost::config {
namespace {

TEST(ParseOrigin, RefusesWhatIsMoreOrLessThanAnOrigin) {
    for (const auto* url : {"",
                            "https://",
                            "http",
                            "https",
                            "example.com",
                            "ftp://example.com",
                            "HTTPS://example.com",
                            "https://example.com/",
                            "https://example.com/mcp",
                            "https://example.com?q",
                            "https://example.com#f",
                            "https://user@example.com",
                            "https://exa mple.com",
                            "https://example.com:",
                            "https://example.com:0",
                            "https://example.com:65536",
                            "https://example.com:+1",
                            "https://[::1",
                            "https://[example.com]",
                            "https://::1",
                            "https://[::1]x",
                            "https://a..b",
                            "https://1.2.3",
                            "https://1.2.3.256",
                            "https://example.com\n",
                            "https://:443"})
        EXPECT_FALSE(parseOrigin(url).ok()) << url;
}

TEST(ParseOrigin, TakesItApart) {
    const auto plain = parseOrigin("https://dev1.example.com");
    ASSERT_TRUE(plain.ok());
    EXPECT_EQ(plain.value().host, "dev1.example.com");
    EXPECT_EQ(plain.value().port, 0);
    const auto six = parseOrigin("http://[::1]:65535");
    ASSERT_TRUE(six.ok());
    EXPECT_EQ(six.value().scheme, "http");
    EXPECT_EQ(six.value().host, "::1");
    EXPECT_EQ(six.value().port, 65535);
}

TEST(IsLoopback, RefusesWhatOthersCouldReach) {
    for (const auto* host : {"0.0.0.0",
                             "::",
                             "10.0.0.1",
                             "example.com",
                             "127.example.com",
                             "128.0.0.1",
                             "localhost.example.com",
                             "127.1",
                             ""})
        EXPECT_FALSE(isLoopback(host)) << host;
    for (const auto* host : {"127.0.0.1", "127.8.9.10", "::1", "localhost", "LocalHost"})
        EXPECT_TRUE(isLoopback(host)) << host;
}

}  // namespace
}  // namespace toolhost::config
