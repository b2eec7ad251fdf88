#include "outbound/guard.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace toolhost::outbound {
namespace {

Url urlOf(const char* text) {
    return parseUrl(text).value();
}

TEST(Guard, ObjectsToATextThatIsWrongByItself) {
    const Guard guard{Settings{}};
    for (const char* text : {"http://example.com/x",
                             "https://example.com:8443/x",
                             "https://127.0.0.1/",
                             "https://10.0.0.1/",
                             "https://169.254.169.254/latest/meta-data",
                             "https://[::1]/",
                             "https://[::ffff:127.0.0.1]/",
                             "https://2130706433/",
                             "https://0x7f.1/",
                             "https://0177.0.0.1/",
                             "https://127.1/"})
        EXPECT_TRUE(guard.objectionTo(urlOf(text))) << text;
}

TEST(Guard, RefusesBehindAProxyWhatItCannotSee) {
    Settings settings;
    settings.proxy = "http://proxy:3128";
    const auto objection = Guard(settings).objectionTo(urlOf("https://example.com/"));
    ASSERT_TRUE(objection);
    EXPECT_NE(objection->find("outbound.public_by_proxy"), std::string::npos);
}

TEST(Guard, ChecksTheTextEvenWhereTheProxyIsTrusted) {
    Settings settings;
    settings.proxy = "http://proxy:3128";
    settings.public_by_proxy = true;
    const Guard guard(settings);
    EXPECT_FALSE(guard.objectionTo(urlOf("https://example.com/")));
    EXPECT_TRUE(guard.objectionTo(urlOf("https://10.0.0.1/")));
    EXPECT_FALSE(guard.seesAddresses());
}

TEST(Guard, AdmitsPublicAddressesAndConfiguredNetworks) {
    Settings settings;
    settings.public_networks = {"10.1.0.0/16"};
    const Guard guard(settings);
    EXPECT_FALSE(guard.admits(std::nullopt));
    EXPECT_FALSE(guard.admits(Address::parse("10.2.0.1")));
    EXPECT_TRUE(guard.admits(Address::parse("10.1.0.1")));
    EXPECT_TRUE(guard.admits(Address::parse("8.8.8.8")));
    EXPECT_FALSE(guard.objectionTo(urlOf("https://10.1.0.1/")));
}

TEST(Guard, DoesNotStartWithANetworkThatIsNone) {
    Settings settings;
    settings.public_networks = {"intranet"};
    EXPECT_THROW(Guard{settings}, std::runtime_error);
}

}  // namespace
}  // namespace toolhost::outbound
