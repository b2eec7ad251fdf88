#include "config/print.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "config/keys.hpp"
#include "config/properties.hpp"

#include "scratch_folder.hpp"

namespace toolhost::config {
namespace {

std::string readAll(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

TEST(PrintReference, IsTheShippedFile) {
    EXPECT_EQ(readAll(TOOLHOST_CONF_FOLDER "/toolhost.properties"), printReference())
        << "write it anew with: toolhost print-config --reference > conf/toolhost.properties";
}

TEST(PrintReference, HasEveryKeyOnceAndSetsNone) {
    const auto text = printReference();
    EXPECT_TRUE(parseProperties(text).properties.empty());
    for (const auto& group : declaredKeys())
        for (const auto& key : group.keys) {
            const std::string line = "\n#" + std::string(key.name) + " =";
            const auto at = text.find(line);
            ASSERT_NE(at, std::string::npos) << key.name;
            EXPECT_EQ(text.find(line, at + 1), std::string::npos) << key.name;
        }
}

TEST(PrintReference, KeepsItsLinesShort) {
    std::istringstream lines(printReference());
    for (std::string line; std::getline(lines, line);)
        EXPECT_LE(line.size(), 100U) << line;
}

/// The reference with every plain key taken at its word.
TEST(PrintReference, ShowsDefaultsThatAreAccepted) {
    const ScratchFolder folder;
    std::istringstream lines(printReference());
    std::string text;
    for (std::string line; std::getline(lines, line);)
        if (line.size() > 1 && line[0] == '#' && line[1] != ' ' &&
            line.find('<') == std::string::npos)
            text += line.substr(1) + "\n";
    Sources sources;
    sources.file = folder.write("toolhost.properties", text);
    const auto loaded = load(sources);
    for (const auto& [where, what] : loaded.problems)
        ADD_FAILURE() << where << ": " << what;
    EXPECT_GT(loaded.origins.size(), 25U);
    EXPECT_TRUE(differences(Settings{}, loaded.settings).empty());
}

TEST(PrintEffective, NeverShowsASecret) {
    Loaded loaded;
    loaded.settings.servicenow.instances["dev"].password = base::Secret("hunter2");
    loaded.settings.loader.plugins["echo"].config["api_key"] = "hunter3";
    const auto text = printEffective(loaded);
    EXPECT_NE(text.find("servicenow.dev.password = [redacted]\n"), std::string::npos);
    EXPECT_NE(text.find("plugin.echo.config.api_key = [redacted]\n"), std::string::npos);
    EXPECT_EQ(text.find("hunter"), std::string::npos);
}

TEST(PrintEffective, SaysWhereEachValueCameFrom) {
    Sources sources;
    sources.environment = {{"TOOLHOST_LISTEN_PORT", "9000"}};
    sources.command_line = {"stdio.user.jane=jane.doe"};
    const auto text = printEffective(load(sources));
    EXPECT_NE(text.find("# environment variable TOOLHOST_LISTEN_PORT\nlisten.port = 9000\n"),
              std::string::npos);
    EXPECT_NE(text.find("# command line\nstdio.user.jane = jane.doe\n"), std::string::npos);
    EXPECT_NE(text.find("# default\nlisten.host = 127.0.0.1\n"), std::string::npos);
}

TEST(PrintEffective, IsReadBackAsTheSameSettings) {
    const ScratchFolder folder;
    Sources sources;
    sources.command_line = {"plugin.echo.config.separator=a\\b\tc",
                            "listen.allowed_origins=https://a.example,https://b.example",
                            "calls.deadline_ms=1234"};
    const auto first = load(sources);
    Sources again;
    again.file = folder.write("toolhost.properties", printEffective(first));
    const auto second = load(again);
    for (const auto& [where, what] : second.problems)
        ADD_FAILURE() << where << ": " << what;
    EXPECT_TRUE(differences(first.settings, second.settings).empty());
}

}  // namespace
}  // namespace toolhost::config
