#include "http/origin.hpp"

#include <gtest/gtest.h>

namespace toolhost::http {
namespace {

const OriginPolicy& loopback() {
    static const OriginPolicy policy("http://127.0.0.1:8080", {"https://app.example"}, true);
    return policy;
}

const OriginPolicy& open() {
    static const OriginPolicy policy("https://host.example", {"https://app.example"}, false);
    return policy;
}

TEST(OriginPolicy, RefusesForeignOrigins) {
    for (const auto* origin : {"https://evil.example",
                               "null",
                               "http://localhost.evil.example",
                               "http://localhost:80@evil.example",
                               "https://app.example.evil",
                               "file://"})
        for (const auto* policy : {&loopback(), &open()})
            EXPECT_TRUE(policy->findObjection({{"Origin", origin}})) << origin;
}

TEST(OriginPolicy, AllowsNoneTheOwnAndTheConfigured) {
    EXPECT_FALSE(open().findObjection({}));
    EXPECT_FALSE(open().findObjection({{"Origin", "https://host.example"}}));
    EXPECT_FALSE(open().findObjection({{"origin", "https://app.example"}}));
}

TEST(OriginPolicy, AllowsLocalPagesOnALoopbackListenerOnly) {
    EXPECT_FALSE(loopback().findObjection({{"Origin", "http://localhost:6274"}}));
    EXPECT_FALSE(loopback().findObjection({{"Origin", "http://[::1]:6274"}}));
    EXPECT_TRUE(open().findObjection({{"Origin", "http://localhost:6274"}}));
}

TEST(OriginPolicy, RefusesAForeignHostOnALoopbackListener) {
    for (const auto* host :
         {"evil.example", "evil.example:8080", "localhost.evil.example", "localhost:x"})
        EXPECT_TRUE(loopback().findObjection({{"Host", host}})) << host;
    for (const auto* host : {"127.0.0.1:8080", "LOCALHOST:1", "[::1]:8080", "[::1]"})
        EXPECT_FALSE(loopback().findObjection({{"Host", host}})) << host;
    EXPECT_FALSE(open().findObjection({{"Host", "anything.example"}}));
}

TEST(OriginPolicy, RefusesTwoOrigins) {
    EXPECT_TRUE(open().findObjection(
        {{"Origin", "https://host.example"}, {"Origin", "https://host.example"}}));
}

}  // namespace
}  // namespace toolhost::http
