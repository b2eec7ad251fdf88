#include "outbound/address.hpp"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <sys/un.h>

#include <gtest/gtest.h>

namespace toolhost::outbound {
namespace {

TEST(Address, IsOnlyTakenInItsPlainForm) {
    for (const char* text : {"",
                             "127.1",
                             "2130706433",
                             "0x7f000001",
                             "0177.0.0.1",
                             "127.0.0.1 ",
                             "[::1]",
                             "fe80::1%eth0",
                             "1.2.3.4.5",
                             "localhost"})
        EXPECT_FALSE(Address::parse(text)) << text;
}

TEST(Address, IsNotPublicWhereOnlySomeReachIt) {
    struct Case {
        const char* what;
        const char* first;
        const char* last;
    };
    const std::vector<Case> cases = {
        {"this network", "0.0.0.0", "0.255.255.255"},
        {"private", "10.0.0.0", "10.255.255.255"},
        {"shared", "100.64.0.0", "100.127.255.255"},
        {"loopback", "127.0.0.1", "127.255.255.255"},
        {"link-local, metadata of clouds", "169.254.0.0", "169.254.169.254"},
        {"private", "172.16.0.0", "172.31.255.255"},
        {"protocol assignments", "192.0.0.0", "192.0.0.255"},
        {"documentation", "192.0.2.0", "192.0.2.255"},
        {"AS112", "192.31.196.0", "192.31.196.255"},
        {"AMT", "192.52.193.0", "192.52.193.255"},
        {"6to4 relays", "192.88.99.0", "192.88.99.255"},
        {"private", "192.168.0.0", "192.168.255.255"},
        {"AS112", "192.175.48.0", "192.175.48.255"},
        {"benchmarks", "198.18.0.0", "198.19.255.255"},
        {"documentation", "198.51.100.0", "198.51.100.255"},
        {"documentation", "203.0.113.0", "203.0.113.255"},
        {"multicast", "224.0.0.0", "239.255.255.255"},
        {"reserved, broadcast", "240.0.0.0", "255.255.255.255"},
        {"unspecified, loopback", "::", "::1"},
        {"IPv4-compatible", "::127.0.0.1", "::8.8.8.8"},
        {"mapped loopback and private", "::ffff:127.0.0.1", "::ffff:10.0.0.1"},
        {"NAT64", "64:ff9b::", "64:ff9b::ffff:ffff"},
        {"local NAT64", "64:ff9b:1::", "64:ff9b:1:ffff::1"},
        {"discard", "100::", "100::ffff"},
        {"Teredo and other assignments", "2001::1", "2001:1ff:ffff::1"},
        {"documentation", "2001:db8::", "2001:db8:ffff::1"},
        {"6to4", "2002::", "2002:7f00:1::1"},
        {"AS112", "2620:4f:8000::", "2620:4f:8000:ffff::1"},
        {"documentation", "3fff::", "3fff:fff::1"},
        {"segment routing", "5f00::", "5f00:ffff::1"},
        {"unique local", "fc00::", "fdff::1"},
        {"link-local", "fe80::", "febf::1"},
        {"site-local", "fec0::", "feff::1"},
        {"multicast", "ff00::", "ff02::1"},
    };
    for (const auto& special : cases)
        for (const char* text : {special.first, special.last}) {
            const auto address = Address::parse(text);
            ASSERT_TRUE(address) << text;
            EXPECT_FALSE(address->isPublic()) << special.what << ": " << text;
        }
}

TEST(Address, IsPublicJustBesideWhatIsNot) {
    for (const char* text : {"1.0.0.0",     "9.255.255.255",  "11.0.0.0",        "100.63.255.255",
                             "100.128.0.0", "126.255.255.1",  "128.0.0.0",       "169.253.255.255",
                             "169.255.0.0", "172.15.255.255", "172.32.0.0",      "192.0.1.0",
                             "192.0.3.0",   "192.167.255.1",  "192.169.0.0",     "198.17.255.1",
                             "198.20.0.0",  "198.51.99.255",  "203.0.114.0",     "223.255.255.255",
                             "8.8.8.8",     "::ffff:8.8.8.8", "2001:200::1",     "2001:4860::1",
                             "2003::1",     "2606:4700::1",   "2620:4f:8001::1", "3ffe::1",
                             "3fff:1000::1"}) {
        const auto address = Address::parse(text);
        ASSERT_TRUE(address) << text;
        EXPECT_TRUE(address->isPublic()) << text;
    }
}

TEST(Address, IsReadFromASocketsOwn) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    inet_pton(AF_INET, "10.1.2.3", &four.sin_addr);
    sockaddr generic{};
    std::memcpy(&generic, &four, sizeof generic);
    EXPECT_EQ(Address::of(generic)->bytes(), Address::parse("10.1.2.3")->bytes());

    sockaddr_storage room{};
    auto* six = reinterpret_cast<sockaddr_in6*>(&room);
    six->sin6_family = AF_INET6;
    inet_pton(AF_INET6, "2001:db8::7", &six->sin6_addr);
    EXPECT_EQ(Address::of(reinterpret_cast<sockaddr&>(room))->bytes(),
              Address::parse("2001:db8::7")->bytes());

    generic.sa_family = AF_UNIX;
    EXPECT_FALSE(Address::of(generic));
}

TEST(Network, IsOnlyTakenInItsPlainForm) {
    for (const char* text :
         {"", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "fd00::/129", "x/8", "/8"})
        EXPECT_FALSE(Network::parse(text)) << text;
}

TEST(Network, HoldsTheAddressesThatBeginAsItDoes) {
    const auto holds = [](const char* network, const char* address) {
        return Network::parse(network)->contains(*Address::parse(address));
    };
    EXPECT_TRUE(holds("10.1.0.0/16", "10.1.255.255"));
    EXPECT_TRUE(holds("10.1.0.0/16", "::ffff:10.1.0.1"));
    EXPECT_FALSE(holds("10.1.0.0/16", "10.2.0.0"));
    EXPECT_TRUE(holds("10.0.0.0/9", "10.127.0.1"));
    EXPECT_FALSE(holds("10.0.0.0/9", "10.128.0.1"));
    EXPECT_TRUE(holds("192.168.7.7", "192.168.7.7"));
    EXPECT_FALSE(holds("192.168.7.7", "192.168.7.8"));
    EXPECT_TRUE(holds("fd00::/8", "fdff::1"));
    EXPECT_FALSE(holds("0.0.0.0/0", "fd00::1"));
    EXPECT_TRUE(holds("::/0", "10.0.0.1"));
}

}  // namespace
}  // namespace toolhost::outbound
