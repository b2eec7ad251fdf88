#include "control/ownership.hpp"

#include <fstream>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "owner.hpp"
#include "scratch_folder.hpp"

namespace toolhost::control {
namespace {

mode_t modeOf(const std::filesystem::path& path) {
    struct stat status {};
    ::stat(path.c_str(), &status);
    return status.st_mode & 0777U;
}

TEST(Ownership, RefusesADirectoryThatOthersMayEnter) {
    const ScratchFolder folder;
    ::chmod(folder.path().c_str(), 0710);
    const auto taken = Ownership::take(folder.path());
    ASSERT_FALSE(taken.ok());
    EXPECT_NE(taken.error().what.find("chmod 700"), std::string::npos) << taken.error().what;
}

TEST(Ownership, RefusesWhatIsNoDirectory) {
    const ScratchFolder folder;
    const auto file = folder.path() / "file";
    std::ofstream{file} << "x";
    EXPECT_FALSE(Ownership::take(file).ok());
    EXPECT_FALSE(Ownership::take(file / "below").ok());
}

TEST(Ownership, RefusesALockThatLeadsElsewhere) {
    const ScratchFolder folder;
    std::filesystem::create_symlink(folder.path() / "elsewhere", folder.path() / "owner.lock");
    EXPECT_FALSE(Ownership::take(folder.path()).ok());
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "elsewhere"));
}

TEST(Ownership, TellsASecondProcessWhoTheFirstIs) {
    const ScratchFolder folder;
    const OtherProcess other([&] { return mustTake(folder.path()); });
    const auto taken = Ownership::take(folder.path());
    ASSERT_TRUE(taken.ok()) << taken.error().what;
    ASSERT_TRUE(std::holds_alternative<OwnedByAnother>(taken.value()));
    EXPECT_EQ(std::get<OwnedByAnother>(taken.value()).pid, other.pid());
}

TEST(Ownership, IsFreeOnceItsProcessIsKilled) {
    const ScratchFolder folder;
    OtherProcess other([&] { return mustTake(folder.path()); });
    other.kill();
    const auto taken = Ownership::take(folder.path());
    ASSERT_TRUE(taken.ok());
    EXPECT_TRUE(std::holds_alternative<Ownership>(taken.value()));
}

TEST(Ownership, IsFreeOnceGivenUp) {
    const ScratchFolder folder;
    { const auto first = mustTake(folder.path()); }
    EXPECT_TRUE(std::holds_alternative<Ownership>(Ownership::take(folder.path()).value()));
}

TEST(Ownership, MakesItsDirectoryForItsUserAlone) {
    const ScratchFolder folder;
    const auto directory = folder.path() / "a" / "b";
    const auto owned = mustTake(directory);
    EXPECT_EQ(modeOf(directory), 0700U);
    EXPECT_EQ(modeOf(directory / "owner.lock"), 0600U);
    EXPECT_EQ(owned.directory(), directory);
}

}  // namespace
}  // namespace toolhost::control
