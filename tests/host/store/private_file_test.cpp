#include "store/private_file.hpp"

#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "../crypto/scratch_folder.hpp"

namespace toolhost::store {
namespace {

unsigned modeOf(const std::filesystem::path& path) {
    struct stat found {};
    EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 07777U;
}

TEST(EnsurePrivateDirectory, RefusesOneThatOthersMayWrite) {
    const ScratchFolder folder;
    ASSERT_EQ(chmod(folder.path().c_str(), 0777), 0);
    const auto ready = ensurePrivateDirectory(folder.path());
    ASSERT_FALSE(ready.ok());
    EXPECT_NE(ready.error().what.find("chmod 700"), std::string::npos) << ready.error().what;
    EXPECT_EQ(modeOf(folder.path()), 0777U);
}

TEST(EnsurePrivateDirectory, RefusesWhatItCannotMake) {
    const ScratchFolder folder;
    std::ofstream(folder / "file") << "";
    EXPECT_FALSE(ensurePrivateDirectory(folder / "file" / "state").ok());
    EXPECT_FALSE(ensurePrivateDirectory(folder / "file").ok());
}

TEST(EnsurePrivateFile, RefusesALink) {
    const ScratchFolder folder;
    std::ofstream(folder / "elsewhere") << "";
    ASSERT_EQ(symlink((folder / "elsewhere").c_str(), (folder / "a.db").c_str()), 0);
    const auto ready = ensurePrivateFile(folder / "a.db");
    ASSERT_FALSE(ready.ok());
    EXPECT_NE(ready.error().what.find("not a regular file"), std::string::npos);
}

TEST(EnsurePrivateFile, TakesTheRightsOfOthersAway) {
    const ScratchFolder folder;
    std::ofstream(folder / "a.db") << "";
    ASSERT_EQ(chmod((folder / "a.db").c_str(), 0666), 0);
    ASSERT_TRUE(ensurePrivateFile(folder / "a.db").ok());
    EXPECT_EQ(modeOf(folder / "a.db"), 0600U);
}

TEST(EnsurePrivateFile, MakesOneForTheOwnerAlone) {
    const ScratchFolder folder;
    ASSERT_TRUE(ensurePrivateFile(folder / "a.db").ok());
    EXPECT_EQ(modeOf(folder / "a.db"), 0600U);
}

}  // namespace
}  // namespace toolhost::store
