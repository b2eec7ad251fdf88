#include "config/names.hpp"

#include <set>

#include <gtest/gtest.h>

namespace toolhost::config {
namespace {

TEST(FindByName, RefusesWhatNoKeyIsCalledAndSaysWhatIsNear) {
    const std::pair<std::string, std::string> cases[] = {
        {"lissten.port", "did you mean 'listen.port'?"},
        {"listen_port", "did you mean 'listen.port'?"},
        {"servicenow.dev.ulr", "did you mean 'servicenow.dev.url'?"},
        {"plugin.echo.enable", "did you mean 'plugin.echo.enabled'?"},
        {"plugin.echo.confg.rows", "did you mean 'plugin.echo.config.rows'?"},
        {"servicenow.dev", "no such key"},
        {"", "no such key"},
        {"...", "no such key"},
    };
    const auto groups = declaredKeys();
    for (const auto& [name, expected] : cases) {
        const auto found = findByName(groups, name);
        ASSERT_FALSE(found.ok()) << name;
        EXPECT_NE(found.error().what.find(expected), std::string::npos) << found.error().what;
    }
}

TEST(FindByName, LeavesOutThePrefixThatAPluginsFileDoesNotWrite) {
    const auto found = findByName(declaredKeys(), "plugin.echo.enabeld", "plugin.echo.");
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().what, "no such key: \"enabeld\" (did you mean 'enabled'?)");
}

TEST(FindByName, RefusesANameThatToolsCouldNotShow) {
    const auto groups = declaredKeys();
    for (const auto* name : {"servicenow.Dev.url",
                             "servicenow.a-b.url",
                             "servicenow..url",
                             "servicenow.<instance>.url",
                             "plugin.a b.enabled",
                             "stdio.user."})
        EXPECT_FALSE(findByName(groups, name).ok()) << name;
    EXPECT_FALSE(findByName(groups, "servicenow." + std::string(65, 'a') + ".url").ok());
    EXPECT_TRUE(findByName(groups, "servicenow." + std::string(64, 'a') + ".url").ok());
}

TEST(FindByName, TakesDotsInALastWord) {
    const auto groups = declaredKeys();
    const auto user = findByName(groups, "stdio.user.jane.doe");
    ASSERT_TRUE(user.ok());
    EXPECT_EQ(user.value().captures, Captures{"jane.doe"});
    const auto config = findByName(groups, "plugin.echo.config.a.b");
    ASSERT_TRUE(config.ok());
    EXPECT_EQ(config.value().captures, (Captures{"echo", "a.b"}));
}

TEST(FindByVariable, RefusesWhatNoKeyHasAndSaysWhatIsNear) {
    const std::pair<std::string, std::string> cases[] = {
        {"TOOLHOST_LISTEN_PROT", "did you mean 'TOOLHOST_LISTEN_PORT'?"},
        {"TOOLHOST_SERVICENOW_DEV_ULR", "did you mean 'TOOLHOST_SERVICENOW_DEV_URL'?"},
        {"TOOLHOST_", "no key"},
        {"TOOLHOST_SERVICENOW__URL", "no key"},
    };
    const auto groups = declaredKeys();
    for (const auto& [variable, expected] : cases) {
        const auto found = findByVariable(groups, variable);
        ASSERT_FALSE(found.ok()) << variable;
        EXPECT_NE(found.error().what.find(expected), std::string::npos) << found.error().what;
    }
}

TEST(FindByVariable, ReadsNamesInLowerCase) {
    const std::pair<std::string, std::string> cases[] = {
        {"TOOLHOST_PUBLIC_URL", "public_url"},
        {"TOOLHOST_LISTEN_PORT", "listen.port"},
        {"TOOLHOST_SERVICENOW_DEFAULT_INSTANCE", "servicenow.default_instance"},
        {"TOOLHOST_SERVICENOW_DEV_URL", "servicenow.dev.url"},
        {"TOOLHOST_SERVICENOW_MY_DEV_CLIENT_SECRET", "servicenow.my_dev.client_secret"},
        {"TOOLHOST_STDIO_USER_JANE", "stdio.user.jane"},
        {"TOOLHOST_PLUGIN_SERVICENOW_META_ENABLED", "plugin.servicenow_meta.enabled"},
        {"TOOLHOST_PLUGIN_ECHO_CONFIG_ENABLED", "plugin.echo.config.enabled"},
        {"TOOLHOST_PLUGIN_ECHO_CONFIG_ROWS_MAX", "plugin.echo.config.rows_max"},
    };
    const auto groups = declaredKeys();
    for (const auto& [variable, name] : cases) {
        const auto found = findByVariable(groups, variable);
        ASSERT_TRUE(found.ok()) << variable << ": " << found.error().what;
        EXPECT_EQ(found.value().name, name);
    }
}

TEST(DeclaredKeys, HaveNamesAndVariablesOfTheirOwn) {
    std::set<std::string> seen;
    for (const auto& group : declaredKeys())
        for (const auto& key : group.keys) {
            EXPECT_TRUE(seen.insert(std::string(key.name)).second) << key.name;
            EXPECT_TRUE(seen.insert(variableOf(key.name)).second) << key.name;
            EXPECT_EQ(key.sentence.back(), '.') << key.name;
        }
}

}  // namespace
}  // namespace toolhost::config
