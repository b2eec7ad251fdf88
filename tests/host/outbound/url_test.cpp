#include "outbound/url.hpp"

#include <gtest/gtest.h>

namespace toolhost::outbound {
namespace {

TEST(ParseUrl, RefusesWhatIsNotAbsolute) {
    for (const char* text : {"", "/path", "example.com/x", "http://", "http://exa mple/"})
        EXPECT_FALSE(parseUrl(text).ok()) << text;
}

TEST(ParseUrl, NeverRepeatsTheTextInItsError) {
    const auto url = parseUrl("http://user:hunter2@bad host/?token=abc");
    ASSERT_FALSE(url.ok());
    EXPECT_EQ(url.error().what.find("hunter2"), std::string::npos);
    EXPECT_EQ(url.error().what.find("abc"), std::string::npos);
}

TEST(ParseUrl, TakesTheTextApart) {
    const auto url = parseUrl("HTTPS://user:pw@Example.com/api/now?x=1#y");
    ASSERT_TRUE(url.ok());
    EXPECT_EQ(url.value().scheme, "https");
    EXPECT_EQ(url.value().port, "443");
    EXPECT_EQ(url.value().path, "/api/now");
    EXPECT_TRUE(url.value().has_user);
    EXPECT_TRUE(url.value().has_query);
}

TEST(Describe, LeavesOutUserQueryAndFragment) {
    const auto url = parseUrl("http://user:pw@[::1]:8080/api?sysparm_query=secret#frag");
    ASSERT_TRUE(url.ok());
    EXPECT_EQ(describe("GET", url.value()), "GET http://[::1]:8080/api");
}

TEST(PercentEncode, LeavesOnlyUnreservedBytes) {
    EXPECT_EQ(percentEncode("a-Z_0.~"), "a-Z_0.~");
    EXPECT_EQ(percentEncode("a b&c=d^e/\xc3\xa9"), "a%20b%26c%3Dd%5Ee%2F%C3%A9");
}

TEST(EncodePairs, JoinsAQuery) {
    EXPECT_EQ(encodePairs({{"sysparm_query", "a=b^c=d"}, {"x", ""}}),
              "sysparm_query=a%3Db%5Ec%3Dd&x=");
}

}  // namespace
}  // namespace toolhost::outbound
