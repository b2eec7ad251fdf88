#include "config/plugin_grant_keys.hpp"

#include <gtest/gtest.h>

#include "config/load.hpp"

namespace toolhost::config {
namespace {

Loaded loadWith(std::vector<std::string> settings) {
    Sources sources;
    sources.environment = {{"SECRET", "s3cr3t"}};
    sources.command_line = std::move(settings);
    return load(sources);
}

struct Refused {
    const char* said;
    const char* setting;
    const char* why;
};

class RefusedGrants : public testing::TestWithParam<Refused> {};

TEST_P(RefusedGrants, AreProblems) {
    const auto loaded = loadWith({GetParam().setting});
    ASSERT_FALSE(loaded.problems.empty());
    EXPECT_NE(loaded.problems[0].what.find(GetParam().why), std::string::npos)
        << loaded.problems[0].what;
    EXPECT_EQ(loaded.problems[0].what.find("hunter2"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    RefusedGrants,
    testing::Values(
        Refused{"no_service", "plugin.a.deny=stroe", "did you mean 'store'"},
        Refused{"secret_in_clear", "plugin.a.secret.key=hunter2", "not written here in clear"},
        Refused{"no_host", "plugin.a.http.hosts=a b", "is no host name"},
        Refused{"path", "plugin.a.http.hosts=https://a.com/x", "nothing after it"},
        Refused{"unsafe_token_url", "plugin.a.oauth.x.token_url=http://a.com/t", "in clear"},
        Refused{"no_token_url", "plugin.a.oauth.x.client_id=c", "oauth.x.token_url is missing"},
        Refused{"unsafe_keys", "plugin.a.jwt.x.jwks_url=http://a.com/k", "in clear"},
        Refused{"no_issuer", "plugin.a.jwt.x.audience=us", "jwt.x.issuer is missing"},
        Refused{"no_name", "plugin.a.secret.Key=env:SECRET", "a-z, 0-9 and _"}),
    [](const auto& test) { return test.param.said; });

TEST(PluginGrantKeys, SayWhatAPluginMayUse) {
    const auto loaded = loadWith({"plugin.a.deny=store, sql",
                                  "plugin.a.secret.key=env:SECRET",
                                  "plugin.a.http.hosts=a.com, *.b.org, http://10.1.2.3:8080",
                                  "plugin.a.oauth.x.token_url=https://id.com/t",
                                  "plugin.a.oauth.x.client_id=c",
                                  "plugin.a.oauth.x.client_secret=env:SECRET",
                                  "plugin.a.jwt.y.issuer=https://us",
                                  "plugin.a.jwt.y.audience=them"});
    for (const auto& problem : loaded.problems)
        ADD_FAILURE() << problem.what;
    const auto& grants = loaded.settings.loader.plugins.at("a").grants;
    EXPECT_EQ(grants.denied, (std::vector<std::string>{"store", "sql"}));
    EXPECT_EQ(grants.secrets.at("key").value.reveal(), "s3cr3t");
    EXPECT_EQ(grants.http_hosts,
              (std::vector<std::string>{"a.com", "*.b.org", "http://10.1.2.3:8080"}));
    EXPECT_EQ(grants.oauth.at("x").client_secret.reveal(), "s3cr3t");
    EXPECT_EQ(grants.jwt.at("y").audience, "them");
}

}  // namespace
}  // namespace toolhost::config
