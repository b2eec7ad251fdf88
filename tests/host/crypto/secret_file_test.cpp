#include "crypto/secret_file.hpp"

#include <fstream>
#include <string>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "scratch_folder.hpp"

namespace toolhost::crypto {
namespace {

void writeFile(const std::filesystem::path& file, std::string_view contents, mode_t mode) {
    std::ofstream(file, std::ios::binary) << contents;
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
}

mode_t modeOf(const std::filesystem::path& file) {
    struct stat status {};
    EXPECT_EQ(::stat(file.c_str(), &status), 0);
    return status.st_mode & 0777U;
}

TEST(ReadSecretFile, RefusesAFileThatOthersMayRead) {
    const ScratchFolder folder;
    for (const mode_t mode : {0640U, 0604U, 0620U, 0610U}) {
        writeFile(folder / "key", "secret", mode);
        const auto secret = readSecretFile(folder / "key");
        ASSERT_FALSE(secret) << std::oct << mode;
        EXPECT_NE(secret.error().what.find("chmod 600"), std::string::npos);
        EXPECT_EQ(secret.error().what.find("secret\""), std::string::npos);
    }
}

TEST(ReadSecretFile, RefusesWhatIsAbsentTooLongOrNoFile) {
    const ScratchFolder folder;
    EXPECT_FALSE(readSecretFile(folder / "absent"));
    EXPECT_FALSE(readSecretFile(folder.path()));
    writeFile(folder / "long", std::string((64U << 10U) + 1, 'x'), 0600);
    EXPECT_FALSE(readSecretFile(folder / "long"));
    writeFile(folder / "full", std::string(64U << 10U, 'x'), 0600);
    EXPECT_TRUE(readSecretFile(folder / "full"));
}

TEST(CreateSecretFile, RefusesToReplaceAFile) {
    const ScratchFolder folder;
    ASSERT_TRUE(createSecretFile(folder / "key", "first"));
    EXPECT_FALSE(createSecretFile(folder / "key", "second"));
    EXPECT_EQ(readSecretFile(folder / "key").value().reveal(), "first");
}

TEST(CreateSecretFile, MakesFileAndFolderPrivateAndLeavesNothingBeside) {
    const ScratchFolder folder;
    ASSERT_TRUE(createSecretFile(folder / "state/keys/token.pem", "text"));
    EXPECT_EQ(modeOf(folder / "state"), 0700U) << "it must be closed, or the host does not start";
    EXPECT_EQ(modeOf(folder / "state/keys"), 0700U);
    EXPECT_EQ(modeOf(folder / "state/keys/token.pem"), 0600U);
    const std::filesystem::directory_iterator entries(folder / "state/keys");
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST(EnsureSecretKey, RefusesAFileThatIsNoKey) {
    const ScratchFolder folder;
    for (const char* text : {"", "not base64url!", "c2hvcnQ", "\n\n"}) {
        writeFile(folder / "key", text, 0600);
        EXPECT_FALSE(ensureSecretKey(folder / "key")) << text;
    }
}

TEST(EnsureSecretKey, KeepsTheKeyItMade) {
    const ScratchFolder folder;
    const auto made = ensureSecretKey(folder / "key");
    ASSERT_TRUE(made);
    EXPECT_EQ(made.value().reveal().size(), 32U);
    EXPECT_EQ(ensureSecretKey(folder / "key").value().reveal(), made.value().reveal());
    EXPECT_NE(ensureSecretKey(folder / "other").value().reveal(), made.value().reveal());
}

}  // namespace
}  // namespace toolhost::crypto
