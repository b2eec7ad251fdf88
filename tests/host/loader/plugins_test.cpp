#include "loader/plugins.hpp"

#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

#include "plugin_directory.hpp"

namespace toolhost::loader {
namespace {

struct Fault {
    const char* file;
    const char* says;
};

class FaultyPlugin : public testing::TestWithParam<std::tuple<Fault, Isolation>> {};

TEST_P(FaultyPlugin, IsRefusedWithOneClearLineWhileTheRestServes) {
    const auto& [fault, isolation] = GetParam();
    PluginDirectory plugins({"echo.so", fault.file}, isolation);
    const auto loaded = plugins.load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().what;
    EXPECT_EQ(loaded.value().catalogue->tools().names(), std::vector<std::string>{"echo"});
    const std::string log = plugins.log();
    const std::string event = std::string("error loader.plugin.refused file=") + fault.file;
    ASSERT_NE(log.find(event), std::string::npos) << log;
    EXPECT_NE(log.find(fault.says, log.find(event)), std::string::npos) << log;
    EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 2) << log;
}

INSTANTIATE_TEST_SUITE_P(
    Gallery,
    FaultyPlugin,
    testing::Combine(
        testing::Values(
            Fault{"wrong_abi.so", "rule=abi reason=\"it was built for plugin ABI 0.7"},
            Fault{"built_for_0_8.so", "rule=abi reason=\"it was built for plugin ABI 0.8"},
            Fault{"other_abi_in_table.so", "it was built for plugin ABI 0.7"},
            Fault{"no_entry.so", "rule=binary reason=\"it exports no toolhost_plugin_entry_v1"},
            Fault{"no_note.so", "rule=note reason=\"it has no toolhost note"},
            Fault{"unreadable_note.so",
                  "rule=note reason=\"its toolhost note is not a JSON object"},
            Fault{"other_identity.so", "its description says \\\"com.toolhost.echo\\\""},
            Fault{"not_a_library.so", "rule=binary reason=\"it is not an ELF file"},
            Fault{"executable_stack.so", "rule=binary reason=\"it makes the stack executable"},
            Fault{"text_relocations.so", "(TEXTREL)"},
            Fault{"run_path.so", "(RPATH)"},
            Fault{"foreign_library.so", "libresolv.so.2"},
            Fault{"invalid_schema.so", "inputSchema is not valid"},
            Fault{"bad_name.so", "must be 1 to 50 of a-z"},
            Fault{"throws_in_create.so", "the moon is in the wrong phase"},
            Fault{"refuses_create.so", "create failed with status -1"},
            Fault{"dies_when_loaded.so", "signal 6 (Aborted)"},
            Fault{"throws_across.so", "threw an exception: thrown across the boundary"}),
        testing::Values(Isolation::InProcess, Isolation::Process)),
    [](const auto& faulty) {
        const std::string file = std::get<0>(faulty.param).file;
        const bool is_isolated = std::get<1>(faulty.param) == Isolation::Process;
        return file.substr(0, file.find('.')) + (is_isolated ? "_isolated" : "");
    });

TEST(LoadPlugins, RunsNothingOfAPluginForAnotherAbi) {
    PluginDirectory plugins({"wrong_abi.so"});
    ASSERT_TRUE(plugins.load().ok());
    EXPECT_EQ(std::getenv("TOOLHOST_FIXTURE_RAN"), nullptr);  // NOLINT(concurrency-mt-unsafe)
}

TEST(LoadPlugins, RefusesTheNewcomerWhoseToolNameIsTaken) {
    PluginDirectory plugins({"duplicate_tool.so", "echo.so"});
    EXPECT_EQ(plugins.load().value().catalogue->tools().names(), std::vector<std::string>{"echo"});
    EXPECT_NE(
        plugins.log().find("error loader.plugin.refused file=echo.so rule=name reason=\"tool echo "
                           "already comes from plugin test.duplicate-tool"),
        std::string::npos)
        << plugins.log();
}

TEST(LoadPlugins, RefusesADirectoryThatIsNotThere) {
    PluginDirectory plugins({});
    plugins.settings.directory /= "missing";
    const auto loaded = plugins.load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_NE(loaded.error().what.find("set plugins.directory"), std::string::npos);
}

TEST(LoadPlugins, StopsTheStartForARequiredPlugin) {
    PluginDirectory plugins({"throws_in_create.so"});
    plugins.settings.plugins["throws_in_create"].required = true;
    EXPECT_FALSE(plugins.load().ok());
}

TEST(LoadPlugins, StopsTheStartForARequiredPluginThatIsMissing) {
    PluginDirectory plugins({"echo.so"});
    plugins.settings.plugins["other"].required = true;
    const auto loaded = plugins.load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_NE(loaded.error().what.find("other.so"), std::string::npos);
}

TEST(LoadPlugins, PassesOverADisabledPlugin) {
    PluginDirectory plugins({"echo.so"});
    plugins.settings.plugins["echo"].enabled = false;
    EXPECT_TRUE(plugins.load().value().catalogue->tools().names().empty());
}

TEST(LoadPlugins, PutsTheAdminsPrefixBeforeToolNames) {
    PluginDirectory plugins({"duplicate_tool.so", "echo.so"});
    plugins.settings.plugins["duplicate_tool"].prefix = "other_";
    EXPECT_EQ(plugins.load().value().catalogue->tools().names(),
              (std::vector<std::string>{"other_echo", "echo"}));
}

TEST(LoadPlugins, KeepsTheOrderInWhichASchemaWasWritten) {
    PluginDirectory plugins({"servicenow_meta.so"});
    const auto loaded = plugins.load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().what;
    EXPECT_EQ(loaded.value().catalogue->tools().names(),
              (std::vector<std::string>{"discover", "query", "write"}))
        << plugins.log();
    const std::string& query = loaded.value().catalogue->tools().find("query")->definition().json;
    EXPECT_LT(query.find(R"("table":)"), query.find(R"("fields":)"));
    EXPECT_EQ(query.find(R"("instance")"), std::string::npos) << "there is no choice of instances";
}

}  // namespace
}  // namespace toolhost::loader
