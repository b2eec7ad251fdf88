#include "loader/services/http_hosts.hpp"

#include <gtest/gtest.h>

namespace toolhost::loader {
namespace {

using outbound::Reach;

class NoHosts : public testing::TestWithParam<const char*> {};

TEST_P(NoHosts, AreRefused) {
    const auto hosts = HttpHosts::parse({"a.example.com", GetParam()});
    ASSERT_FALSE(hosts.ok());
    EXPECT_NE(hosts.error().what.find("is no host"), std::string::npos) << hosts.error().what;
}

INSTANTIATE_TEST_SUITE_P(All,
                         NoHosts,
                         testing::Values("",
                                         "*",
                                         "*.",
                                         "a.*.com",
                                         ".example.com",
                                         "a..com",
                                         "a b",
                                         "a.com/path",
                                         "ftp://a.com",
                                         "https://a.com/path",
                                         "https://user@a.com",
                                         "https://a.com?q"));

struct Asked {
    const char* url;
    std::optional<Reach> reach;
};

class AskedUrls : public testing::TestWithParam<Asked> {};

TEST_P(AskedUrls, AreReachedAsFarAsTheAdminSaid) {
    const auto hosts =
        HttpHosts::parse(
            {"Api.example.com", "*.example.org", "http://10.1.2.3:8080", "https://x.corp"})
            .value();
    EXPECT_EQ(hosts.reachOf(outbound::parseUrl(GetParam().url).value()), GetParam().reach)
        << GetParam().url;
}

INSTANTIATE_TEST_SUITE_P(All,
                         AskedUrls,
                         testing::Values(Asked{"https://api.example.com/x", Reach::Public},
                                         Asked{"https://API.EXAMPLE.COM./x", Reach::Public},
                                         Asked{"https://other.example.com/", std::nullopt},
                                         Asked{"https://api.example.com.evil.org/", std::nullopt},
                                         Asked{"https://evil.org/?api.example.com", std::nullopt},
                                         Asked{"https://a.example.org/", Reach::Public},
                                         Asked{"https://a.b.example.org/", Reach::Public},
                                         Asked{"https://example.org/", std::nullopt},
                                         Asked{"https://evilexample.org/", std::nullopt},
                                         Asked{"http://10.1.2.3:8080/x", Reach::Named},
                                         Asked{"http://10.1.2.3/x", std::nullopt},
                                         Asked{"https://10.1.2.3:8080/x", std::nullopt},
                                         Asked{"https://x.corp/x", Reach::Named},
                                         Asked{"https://x.corp:443/x", Reach::Named},
                                         Asked{"https://x.corp:8443/x", std::nullopt}));

}  // namespace
}  // namespace toolhost::loader
