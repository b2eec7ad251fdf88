#include "config/load.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "scratch_folder.hpp"

namespace toolhost::config {
namespace {

/// Sources of one file with this text.
Sources fileOf(const ScratchFolder& folder, std::string_view text) {
    Sources sources;
    sources.file = folder.write("toolhost.properties", text);
    return sources;
}

bool hasProblem(const Loaded& loaded, std::string_view where, std::string_view words) {
    return std::any_of(
        loaded.problems.begin(), loaded.problems.end(), [where, words](const Problem& problem) {
            return problem.where.find(where) != std::string::npos &&
                   problem.what.find(words) != std::string::npos;
        });
}

std::string all(const std::vector<Problem>& problems) {
    std::string text;
    for (const auto& [where, what] : problems)
        text += where + ": " + what + "\n";
    return text;
}

TEST(Load, NamesEveryMistakeWithItsLine) {
    const ScratchFolder folder;
    const auto loaded = load(fileOf(folder,
                                    "lissten.port = 1\n"
                                    "listen.port = 65536\n"
                                    "nonsense\n"
                                    "auth.mode = offf\n"));
    const auto file = folder.path().string() + "/toolhost.properties";
    EXPECT_EQ(loaded.problems.size(), 4U) << all(loaded.problems);
    EXPECT_TRUE(hasProblem(loaded, file + ":1", "did you mean 'listen.port'?"));
    EXPECT_TRUE(hasProblem(
        loaded, file + ":2", "listen.port: \"65536\" is not a whole number of 0 to 65535"));
    EXPECT_TRUE(hasProblem(loaded, file + ":3", "expected 'key = value'"));
    EXPECT_TRUE(hasProblem(loaded, file + ":4", "(did you mean 'off'?)"));
    EXPECT_EQ(loaded.settings.http.port, 8080);
}

struct Refused {
    std::string line;
    std::string words;
};

TEST(Load, RefusesAWrongValueInWords) {
    const Refused cases[] = {
        {"listen.port = -1", "0 to 65535"},
        {"listen.port = 80 ", ""},
        {"listen.port = 0x50", "0 to 65535"},
        {"listen.port =", "0 to 65535"},
        {"listen.port = 99999999999999999999", "0 to 65535"},
        {"calls.deadline_ms = 9", "10 to 86400000 milliseconds"},
        {"calls.deadline_ms = 86400001", "10 to 86400000 milliseconds"},
        {"calls.workers = 2.5", "threads"},
        {"plugin.echo.enabled = yes", "neither true nor false"},
        {"plugin.echo.enabled = TRUE", "neither true nor false"},
        {"plugin.echo.prefix = A-", "a-z, 0-9 and _"},
        {"listen.host = not a host", "not a host name"},
        {"listen.allowed_origins = https://a.example, b", "\"b\" is not http(s)://host"},
        {"public_url = https://example.com/", "trailing slash"},
        {"public_url = http://example.com", "use https"},
        {"state.directory =", "empty"},
        {"log.level = warn", ""},
        {"outbound.ca_file = /nonexistent/ca.pem", "cannot be opened"},
        {"outbound.proxy = proxy:3128", "http(s)://host"},
        {"outbound.proxy_user = host", "outbound.proxy_password is missing"},
        {"outbound.proxy_password = hunter2", "not written here in clear"},
        {"outbound.public_ports = https", "a port"},
        {"outbound.public_networks = 10.0.0.0/33", "a network"},
        {"outbound.public_networks = intranet", "a network"},
        {"servicenow.dev.grant = oauth", "jwt_bearer | password"},
        {"servicenow.dev.url = http://dev.example.com", "use https"},
        {"servicenow.dev.password = hunter2", "not written here in clear"},
        {"servicenow.dev.client_secret = hunter2", "not written here in clear"},
    };
    const ScratchFolder folder;
    for (const auto& [line, words] : cases) {
        const auto loaded = load(fileOf(folder, line));
        if (line == "listen.port = 80 ") {
            EXPECT_TRUE(loaded.problems.empty()) << "spaces at the end are no part of a value";
            continue;
        }
        EXPECT_TRUE(hasProblem(loaded, "toolhost.properties:1", words))
            << line << " -> " << all(loaded.problems);
        EXPECT_EQ(all(loaded.problems).find("hunter2"), std::string::npos);
    }
}

TEST(Load, RefusesAKeySetTwiceAndNamesBothPlaces) {
    const ScratchFolder folder;
    auto sources = fileOf(folder, "listen.port = 1\n\nlisten.port = 2\nplugin.echo.prefix = a_\n");
    sources.plugin_files = folder.write("plugins.d/echo.properties", "prefix = b_\n").parent_path();
    const auto loaded = load(sources);
    EXPECT_EQ(loaded.problems.size(), 2U) << all(loaded.problems);
    EXPECT_TRUE(hasProblem(loaded, "toolhost.properties:3", "toolhost.properties:1"));
    EXPECT_TRUE(hasProblem(loaded, "echo.properties:1", "toolhost.properties:4"));
}

TEST(Load, RefusesAMissingFileOnlyWhenItWasAskedFor) {
    const ScratchFolder folder;
    Sources sources;
    sources.file = folder.path() / "none.properties";
    sources.plugin_files = folder.path() / "none.d";
    EXPECT_TRUE(load(sources).problems.empty());
    sources.missing_file = MissingFile::Refuse;
    EXPECT_TRUE(hasProblem(load(sources), "none.properties", "No such file"));
}

TEST(Load, RefusesAFileTooLargeToBeMeant) {
    const ScratchFolder folder;
    const std::string at_limit = "#" + std::string((1U << 20U) - 1, 'x');
    EXPECT_TRUE(load(fileOf(folder, at_limit)).problems.empty());
    EXPECT_TRUE(hasProblem(load(fileOf(folder, at_limit + "x")), "toolhost.properties", "1 MiB"));
}

TEST(Load, RefusesUnknownVariablesButNotThoseOfOthers) {
    Sources sources;
    sources.environment = {{"TOOLHOST_LISTEN_PROT", "1"},
                           {"TOOLHOST_SERVICE_HOST", "10.0.0.1"},
                           {"TOOLHOST_PORT_8080_TCP_ADDR", "10.0.0.1"},
                           {"PATH", "/bin"}};
    const auto loaded = load(sources);
    EXPECT_EQ(loaded.problems.size(), 1U) << all(loaded.problems);
    EXPECT_TRUE(hasProblem(loaded, "TOOLHOST_LISTEN_PROT", "TOOLHOST_LISTEN_PORT"));
}

TEST(Load, RefusesACommandLineThatSetsNothing) {
    Sources sources;
    sources.command_line = {"listen.port", "=1", "listen.prot=1"};
    const auto loaded = load(sources);
    EXPECT_EQ(loaded.problems.size(), 3U) << all(loaded.problems);
    EXPECT_TRUE(hasProblem(loaded, "command line", "did you mean 'listen.port'?"));
}

TEST(Load, LetsTheStrongerSourceWin) {
    const ScratchFolder folder;
    auto sources = fileOf(folder, "listen.port = 1\ncalls.workers = 1\naudit.group_max = 1\n");
    sources.environment = {{"TOOLHOST_LISTEN_PORT", "2"}, {"TOOLHOST_CALLS_WORKERS", "2"}};
    sources.command_line = {"listen.port=3"};
    const auto loaded = load(sources);
    EXPECT_TRUE(loaded.problems.empty()) << all(loaded.problems);
    EXPECT_EQ(loaded.settings.http.port, 3);
    EXPECT_EQ(loaded.settings.calls.workers, 2U);
    EXPECT_EQ(loaded.settings.audit.group_max, 1U);
    EXPECT_EQ(loaded.origins.at("listen.port"), "command line");
    EXPECT_EQ(loaded.origins.at("calls.workers"), "environment variable TOOLHOST_CALLS_WORKERS");
}

TEST(Load, DoesNotLookAtAValueThatIsOverridden) {
    const ScratchFolder folder;
    auto sources = fileOf(folder,
                          "servicenow.dev.url = https://dev.example.com\n"
                          "servicenow.dev.grant = basic\n"
                          "servicenow.dev.user_name = jane\n"
                          "servicenow.dev.password = file:/nonexistent\n");
    sources.environment = {{"TOOLHOST_SERVICENOW_DEV_PASSWORD", "env:TOOLHOST_DEV_SECRET"},
                           {"TOOLHOST_DEV_SECRET", "hunter2"}};
    const auto loaded = load(sources);
    EXPECT_TRUE(loaded.problems.empty()) << all(loaded.problems);
    EXPECT_EQ(loaded.settings.servicenow.instances.at("dev").password.reveal(), "hunter2");
}

TEST(Load, StartsFromTheCallersDefaults) {
    Sources sources;
    sources.defaults.store.state_dir = "build/state";
    EXPECT_EQ(load(sources).settings.store.state_dir, "build/state");
    sources.command_line = {"state.directory=/elsewhere"};
    EXPECT_EQ(load(sources).settings.store.state_dir, "/elsewhere");
}

TEST(Load, ReadsPluginFilesUnderTheirPluginsName) {
    const ScratchFolder folder;
    Sources sources;
    folder.write("plugins.d/echo.properties.dpkg-old", "nonsense\n");
    folder.write("plugins.d/wrong.properties", "enabeld = true\n");
    sources.plugin_files = folder
                               .write("plugins.d/acme-tools.properties",
                                      "enabled = false\nrequired = true\nprefix = acme_\n"
                                      "config.rows.max = 10\n")
                               .parent_path();
    const auto loaded = load(sources);
    EXPECT_EQ(loaded.problems.size(), 1U) << all(loaded.problems);
    EXPECT_TRUE(hasProblem(loaded, "wrong.properties:1", "\"enabeld\" (did you mean 'enabled'?)"));
    const auto& plugin = loaded.settings.loader.plugins.at("acme-tools");
    EXPECT_FALSE(plugin.enabled);
    EXPECT_TRUE(plugin.required);
    EXPECT_EQ(plugin.prefix, "acme_");
    EXPECT_EQ(plugin.config.at("rows.max"), "10");
}

TEST(Load, PutsDurationsListsAndWordsWhereTheyBelong) {
    const ScratchFolder folder;
    const auto loaded = load(fileOf(folder,
                                    "calls.deadline_ms = 1500\n"
                                    "auth.user_token_seconds = 60\n"
                                    "listen.allowed_origins = https://a.example, \\\n"
                                    "    http://localhost:3000\n"
                                    "audit.arguments = full\n"
                                    "log.level = debug\n"
                                    "stdio.user.jane.doe = jane\n"));
    EXPECT_TRUE(loaded.problems.empty()) << all(loaded.problems);
    const auto& settings = loaded.settings;
    EXPECT_EQ(settings.calls.deadline, std::chrono::milliseconds(1500));
    EXPECT_EQ(settings.identity.user_token_lifetime, std::chrono::seconds(60));
    EXPECT_EQ(settings.http.allowed_origins,
              (std::vector<std::string>{"https://a.example", "http://localhost:3000"}));
    EXPECT_EQ(settings.audit.arguments, audit::Arguments::Full);
    EXPECT_EQ(settings.log_level, base::LogLevel::Debug);
    EXPECT_EQ(settings.stdio.users.at("jane.doe"), "jane");
}

struct Contradiction {
    std::string text;
    std::string where;
    std::string words;
};

TEST(Load, RefusesValuesThatDoNotGoTogether) {
    const Contradiction cases[] = {
        {"listen.host = 0.0.0.0\npublic_url = https://h.example\nauth.mode = off\n",
         ":3",
         "auth.mode = off lets everybody"},
        {"public_url = https://h.example\nauth.mode = off\n", ":2", "public_url says"},
        {"listen.host = 0.0.0.0\n", ":1", "public_url must say"},
        {"servicenow.dev.grant = basic\n", ":1", "servicenow.dev.url is missing"},
        {"servicenow.dev.url = https://d.example\n", ":1", "servicenow.dev.client_id is missing"},
        {"servicenow.dev.url = https://d.example\n", ":1", "servicenow.dev.key_file is missing"},
        {"servicenow.dev.grant = basic\n", ":1", "servicenow.dev.password is missing"},
        {"servicenow.default_instance = dev\n", ":1", "there is no instance \"dev\""},
    };
    const ScratchFolder folder;
    for (const auto& [text, where, words] : cases) {
        const auto loaded = load(fileOf(folder, text));
        EXPECT_TRUE(hasProblem(loaded, "toolhost.properties" + where, words))
            << text << " -> " << all(loaded.problems);
    }
}

TEST(Load, AllowsNoAuthenticationOnLoopback) {
    const ScratchFolder folder;
    for (const auto* text : {"auth.mode = off\n",
                             "auth.mode = off\nlisten.host = ::1\n",
                             "auth.mode = off\npublic_url = http://127.0.0.1:9000\n"})
        EXPECT_TRUE(load(fileOf(folder, text)).problems.empty()) << text;
}

TEST(Load, DoesNotCallAWrongValueMissingToo) {
    const ScratchFolder folder;
    const auto loaded = load(fileOf(folder,
                                    "servicenow.dev.url = dev\nservicenow.dev.grant = basic\n"
                                    "servicenow.dev.user_name = u\nservicenow.dev.password = p\n"));
    EXPECT_EQ(loaded.problems.size(), 2U) << all(loaded.problems);
}

TEST(Differences, NamesWhatChangedAndWhatNeedsARestart) {
    Settings before;
    before.servicenow.instances["dev"].password = base::Secret("old");
    Settings after = before;
    EXPECT_TRUE(differences(before, after).empty());
    after.log_level = base::LogLevel::Debug;
    after.servicenow.instances["dev"].password = base::Secret("new");
    after.stdio.users["jane"] = "jane";
    const auto found = differences(before, after);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].key, "stdio.user.jane");
    EXPECT_EQ(found[1].key, "servicenow.dev.password");
    EXPECT_FALSE(found[1].taken_up_at_hangup);
    EXPECT_EQ(found[2].key, "log.level");
    EXPECT_TRUE(found[2].taken_up_at_hangup);
}

}  // namespace
}  // namespace toolhost::config
