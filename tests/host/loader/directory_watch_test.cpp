#include "loader/directory_watch.hpp"

#include <filesystem>
#include <fstream>
#include <future>

#include <gtest/gtest.h>

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

using namespace std::chrono_literals;
using Seen = DirectoryWatch::Seen;
namespace fs = std::filesystem;

class DirectoryWatchTest : public testing::Test {
protected:
    void SetUp() override { watch_.follow({folder_.path(), folder_.path() / "is-not-there"}); }

    void write(const std::string& name) const { std::ofstream(folder_.path() / name) << "text"; }

    ScratchFolder folder_;
    DirectoryWatch watch_ = DirectoryWatch::open().value();
};

TEST_F(DirectoryWatchTest, SeesNothingWhereNothingHappens) {
    EXPECT_EQ(watch_.wait(1ms), Seen::Nothing);
}

TEST_F(DirectoryWatchTest, SeesAFileThatIsPutThereOrRenamedOrTakenAwayOrGivenAnotherMode) {
    write("a.so");
    EXPECT_EQ(watch_.wait(5s), Seen::Change);
    fs::rename(folder_.path() / "a.so", folder_.path() / "b.so");
    EXPECT_EQ(watch_.wait(5s), Seen::Change);
    fs::permissions(folder_.path() / "b.so", fs::perms::owner_read);
    EXPECT_EQ(watch_.wait(5s), Seen::Change);
    fs::remove(folder_.path() / "b.so");
    EXPECT_EQ(watch_.wait(5s), Seen::Change);
    EXPECT_EQ(watch_.wait(1ms), Seen::Nothing);
}

TEST_F(DirectoryWatchTest, PassesOverHiddenFilesThatInstallersWriteFirst) {
    write(".a.so.part");
    EXPECT_EQ(watch_.wait(1ms), Seen::Nothing);
    fs::rename(folder_.path() / ".a.so.part", folder_.path() / "a.so");
    EXPECT_EQ(watch_.wait(5s), Seen::Change);
}

TEST_F(DirectoryWatchTest, TakesManyFilesForOneChange) {
    for (int file = 0; file < 20; ++file) {
        write("plugin-" + std::to_string(file) + ".so");
    }
    EXPECT_EQ(watch_.wait(5s), Seen::Change);
    EXPECT_EQ(watch_.wait(1ms), Seen::Nothing);
}

TEST_F(DirectoryWatchTest, DoesNotTakeItsOwnFollowingForAChange) {
    watch_.follow({folder_.path()});
    watch_.follow({folder_.path()});
    EXPECT_EQ(watch_.wait(1ms), Seen::Nothing);
}

TEST_F(DirectoryWatchTest, WakesFromAWait) {
    auto waiting = std::async(std::launch::async, [this] { return watch_.wait(60s); });
    watch_.wake();
    EXPECT_EQ(waiting.get(), Seen::Nothing);
}

}  // namespace
}  // namespace toolhost::loader
