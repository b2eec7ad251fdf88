#include "config/secrets.hpp"

#include <gtest/gtest.h>

#include "scratch_folder.hpp"

namespace toolhost::config {
namespace {

bool says(const base::Error& error, std::string_view words) {
    return error.what.find(words) != std::string::npos;
}

TEST(ResolveSecret, RefusesOneWrittenInClearAndDoesNotRepeatIt) {
    for (const auto* literal : {"hunter2", "", "file", "FILE:/x", "vault:hunter2"}) {
        const auto secret = resolveSecret(literal, {});
        ASSERT_FALSE(secret.ok()) << literal;
        EXPECT_TRUE(says(secret.error(), "file:/path")) << secret.error().what;
        EXPECT_FALSE(says(secret.error(), "hunter2"));
    }
}

TEST(ResolveSecret, RefusesAFileThatOthersMayTouch) {
    const ScratchFolder folder;
    for (const mode_t mode : {0640U, 0604U, 0620U, 0610U}) {
        const auto file = folder.write("secret", "hunter2", mode);
        const auto secret = resolveSecret("file:" + file.string(), {});
        ASSERT_FALSE(secret.ok()) << std::oct << mode;
        EXPECT_TRUE(says(secret.error(), "chmod 600")) << secret.error().what;
    }
}

TEST(ResolveSecret, RefusesWhatIsNotAFullFile) {
    const ScratchFolder folder;
    EXPECT_TRUE(says(resolveSecret("file:relative", {}).error(), "absolute"));
    EXPECT_TRUE(says(resolveSecret("file:" + (folder.path() / "none").string(), {}).error(),
                     "No such file"));
    EXPECT_TRUE(says(resolveSecret("file:" + folder.path().string(), {}).error(), "not a file"));
    const auto empty = folder.write("empty", "\n");
    EXPECT_TRUE(says(resolveSecret("file:" + empty.string(), {}).error(), "empty"));
    const auto huge = folder.write("huge", std::string((64U << 10U) + 1, 'x'));
    EXPECT_TRUE(says(resolveSecret("file:" + huge.string(), {}).error(), "64 KiB"));
}

TEST(ResolveSecret, RefusesNamesThatLeadElsewhere) {
    const ScratchFolder folder;
    const Environment environment{{"CREDENTIALS_DIRECTORY", folder.path().string()}};
    for (const auto* name : {"", "../x", "a/b", ".", ".hidden"})
        EXPECT_FALSE(resolveSecret("credential:" + std::string(name), environment).ok()) << name;
    EXPECT_TRUE(says(resolveSecret("credential:x", {}).error(), "CREDENTIALS_DIRECTORY"));
    EXPECT_TRUE(says(resolveSecret("env:NAME", {}).error(), "no variable"));
}

TEST(ResolveSecret, TakesOneLineEndOff) {
    const ScratchFolder folder;
    const std::pair<std::string, std::string> cases[] = {{"hunter2", "hunter2"},
                                                         {"hunter2\n", "hunter2"},
                                                         {"hunter2\r\n", "hunter2"},
                                                         {"hunter2\n\n", "hunter2\n"},
                                                         {" hunter2 ", " hunter2 "}};
    for (const auto& [text, expected] : cases) {
        const auto file = folder.write("secret", text);
        const auto secret = resolveSecret("file:" + file.string(), {});
        ASSERT_TRUE(secret.ok());
        EXPECT_EQ(secret.value().reveal(), expected);
    }
}

TEST(ResolveSecret, ReadsVariablesAndCredentials) {
    const ScratchFolder folder;
    // An access list of systemd's shows as group bits.
    folder.write("sn_secret", "hunter2\n", 0440);
    const Environment environment{{"CREDENTIALS_DIRECTORY", folder.path().string()},
                                  {"SN_SECRET", "hunter3"}};
    EXPECT_EQ(resolveSecret("credential:sn_secret", environment).value().reveal(), "hunter2");
    EXPECT_EQ(resolveSecret("env:SN_SECRET", environment).value().reveal(), "hunter3");
}

TEST(ResolveKeyFile, RefusesAKeyThatOthersMayReadOrThatIsNotThere) {
    const ScratchFolder folder;
    const auto open = folder.write("key.pem", "x", 0644);
    EXPECT_TRUE(says(resolveKeyFile(open.string(), {}).error(), "chmod 600"));
    EXPECT_FALSE(resolveKeyFile((folder.path() / "none.pem").string(), {}).ok());
    EXPECT_TRUE(says(resolveKeyFile("key.pem", {}).error(), "absolute"));
    EXPECT_FALSE(resolveKeyFile("", {}).ok());
}

TEST(ResolveKeyFile, GivesThePath) {
    const ScratchFolder folder;
    const auto file = folder.write("key.pem", "x");
    const Environment environment{{"CREDENTIALS_DIRECTORY", folder.path().string()}};
    EXPECT_EQ(resolveKeyFile(file.string(), {}).value(), file);
    EXPECT_EQ(resolveKeyFile("credential:key.pem", environment).value(), file);
}

}  // namespace
}  // namespace toolhost::config
