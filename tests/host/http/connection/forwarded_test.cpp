#include "http/connection/forwarded.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace toolhost::http {
namespace {

Fields forwarded(const std::vector<std::string>& values) {
    Fields fields;
    for (const auto& value : values) {
        fields.emplace_back("X-Forwarded-For", value);
    }
    return fields;
}

TEST(TrustedProxies, BelieveNobodyWhoIsNotListed) {
    const TrustedProxies nobody({});
    EXPECT_EQ(nobody.clientOf("127.0.0.1", forwarded({"1.2.3.4"})), "127.0.0.1");
    const TrustedProxies one({"10.1.0.0/16"});
    EXPECT_EQ(one.clientOf("10.2.0.1", forwarded({"1.2.3.4"})), "10.2.0.1");
    EXPECT_EQ(one.clientOf("unix", forwarded({"1.2.3.4"})), "unix");
    EXPECT_EQ(one.clientOf("fe80::1", forwarded({"1.2.3.4"})), "fe80::1");
}

TEST(TrustedProxies, TakeTheNearestAddressThatIsNoProxy) {
    struct Row {
        std::string address;
        std::vector<std::string> values;
        std::string client;
    };
    const TrustedProxies proxies({"10.1.0.0/16", "::1", "unix"});
    const std::vector<Row> rows = {
        {"10.1.2.3", {}, "10.1.2.3"},
        {"10.1.2.3", {"1.2.3.4"}, "1.2.3.4"},
        {"::ffff:10.1.2.3", {"1.2.3.4"}, "1.2.3.4"},
        {"::ffff:a01:203", {"::ffff:102:304"}, "1.2.3.4"},
        {"::1", {"2001:db8::7"}, "2001:db8::7"},
        {"unix", {"1.2.3.4"}, "1.2.3.4"},
        {"10.1.2.3", {"6.6.6.6, 1.2.3.4, 10.1.0.9"}, "1.2.3.4"},
        {"10.1.2.3", {"6.6.6.6", "1.2.3.4", "10.1.0.9"}, "1.2.3.4"},
        {"10.1.2.3", {"1.2.3.4, not an address"}, "10.1.2.3"},
        {"10.1.2.3", {"1.2.3.4, unix"}, "10.1.2.3"},
        {"10.1.2.3", {""}, "10.1.2.3"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(proxies.clientOf(row.address, forwarded(row.values)), row.client) << row.address;
    }
}

TEST(TrustedProxies, MatchByWholeNetworks) {
    const TrustedProxies proxies(
        {"10.1.2.3", "192.168.4.0/22", "2001:db8::/32", "x", "1.2.3.4/99"});
    EXPECT_TRUE(proxies.include("10.1.2.3"));
    EXPECT_FALSE(proxies.include("10.1.2.4"));
    EXPECT_TRUE(proxies.include("192.168.7.255"));
    EXPECT_FALSE(proxies.include("192.168.8.0"));
    EXPECT_TRUE(proxies.include("2001:db8:1::1"));
    EXPECT_FALSE(proxies.include("2001:db9::1"));
    EXPECT_FALSE(proxies.include("1.2.3.4"));
    EXPECT_FALSE(proxies.include(""));
}

}  // namespace
}  // namespace toolhost::http
