// The configurations shipped in conf/ load without a problem, and say what their words say.

#include <gtest/gtest.h>

#include "config/load.hpp"

#include "scratch_folder.hpp"

namespace toolhost::config {
namespace {

const std::filesystem::path kConf = TOOLHOST_CONF_FOLDER;

Loaded loadWhole(const std::filesystem::path& folder, const Environment& environment) {
    Sources sources;
    sources.file = folder / "toolhost.properties";
    sources.missing_file = MissingFile::Refuse;
    sources.plugin_files = folder / "plugins.d";
    sources.environment = environment;
    auto loaded = load(sources);
    for (const auto& [where, what] : loaded.problems)
        ADD_FAILURE() << where << ": " << what;
    return loaded;
}

TEST(ShippedConfiguration, IsTheDefaultsAndTheFirstPlugin) {
    const auto loaded = loadWhole(kConf, {});
    EXPECT_TRUE(loaded.settings.loader.plugins.at("servicenow_meta").enabled);
    Settings expected;
    expected.loader.plugins["servicenow_meta"];
    EXPECT_TRUE(differences(expected, loaded.settings).empty());
}

TEST(DevelopmentExample, ActsForUsersOfALocalSimulator) {
    const ScratchFolder folder;
    folder.write("simulator_key.pem", "x");
    const auto settings = loadWhole(kConf / "examples/development",
                                    {{"CREDENTIALS_DIRECTORY", folder.path().string()}})
                              .settings;
    EXPECT_EQ(settings.http.host, "127.0.0.1");
    EXPECT_EQ(settings.servicenow.instances.at("simulator").grant, servicenow::Grant::JwtBearer);
}

TEST(ProductionExample, IsReachedByHttpsAndKeepsItsSecretsWithSystemd) {
    const ScratchFolder folder;
    folder.write("servicenow_client_secret", "s");
    folder.write("servicenow_key.pem", "k");
    const auto settings = loadWhole(kConf / "examples/production",
                                    {{"CREDENTIALS_DIRECTORY", folder.path().string()}})
                              .settings;
    EXPECT_EQ(settings.identity.authentication, identity::Authentication::Required);
    EXPECT_EQ(settings.identity.public_url.substr(0, 8), "https://");
    const auto& instance = settings.servicenow.instances.at("prod");
    EXPECT_EQ(instance.grant, servicenow::Grant::JwtBearer);
    EXPECT_EQ(instance.client_secret.reveal(), "s");
}

}  // namespace
}  // namespace toolhost::config
