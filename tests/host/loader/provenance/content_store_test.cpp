#include "loader/provenance/content_store.hpp"

#include <sys/stat.h>

#include "loader/provenance/examination.hpp"

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

namespace fs = std::filesystem;

fs::path keep(const ContentStore& store, std::string_view bytes) {
    return store.keep(bytes, {sha256Of(bytes)}).value();
}

mode_t modeOf(const fs::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777U;
}

TEST(ContentStore, RefusesADirectoryThatOthersMayWrite) {
    const ScratchFolder scratch;
    const auto folder = scratch.path() / "plugins" / "store";
    fs::create_directories(folder);
    ASSERT_EQ(::chmod(folder.c_str(), 0777), 0);
    const auto opened = ContentStore::open(folder);
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().what.find("chmod 700"), std::string::npos) << opened.error().what;
}

TEST(ContentStore, KeepsAReadOnlyCopyNamedForItsContentInAPrivateDirectory) {
    const ScratchFolder scratch;
    const auto store = ContentStore::open(scratch.path() / "plugins" / "store").value();
    const auto copy = keep(store, "some bytes");
    EXPECT_TRUE(copy.is_absolute());
    EXPECT_EQ(copy.filename(), sha256Of("some bytes") + ".so");
    EXPECT_EQ(ScratchFolder::read(copy), "some bytes");
    EXPECT_EQ(modeOf(copy), 0400U);
    EXPECT_EQ(modeOf(copy.parent_path()), 0700U);
}

TEST(ContentStore, LeavesACopyAloneThatIsThere) {
    const ScratchFolder scratch;
    const auto store = ContentStore::open(scratch.path() / "store").value();
    const auto copy = keep(store, "some bytes");
    struct stat before {};
    ASSERT_EQ(::stat(copy.c_str(), &before), 0);
    keep(store, "some bytes");
    struct stat after {};
    ASSERT_EQ(::stat(copy.c_str(), &after), 0);
    EXPECT_EQ(before.st_ino, after.st_ino);
}

TEST(ContentStore, ReplacesACopyThatWasDamaged) {
    const ScratchFolder scratch;
    const auto store = ContentStore::open(scratch.path() / "store").value();
    const auto copy = keep(store, "some bytes");
    fs::remove(copy);
    std::ofstream(copy) << "some BYTES";
    EXPECT_EQ(ScratchFolder::read(keep(store, "some bytes")), "some bytes");
}

TEST(ContentStore, SweepsAwayOldCopiesAndWhatAKilledProcessLeftAndNothingElse) {
    const ScratchFolder scratch;
    const auto store = ContentStore::open(scratch.path() / "store").value();
    const auto kept = keep(store, "kept");
    const auto old = keep(store, "old");
    std::ofstream(kept.string() + ".new-0123") << "half";
    std::ofstream(kept.parent_path() / "another.so") << "the admin's";
    ASSERT_TRUE(store.sweep({sha256Of("kept")}).ok());
    EXPECT_TRUE(fs::exists(kept));
    EXPECT_FALSE(fs::exists(old));
    EXPECT_FALSE(fs::exists(kept.string() + ".new-0123"));
    EXPECT_TRUE(fs::exists(kept.parent_path() / "another.so"));
}

TEST(ContentStore, GoesWithItsObjectWhenTemporary) {
    const ScratchFolder scratch;
    fs::path copy;
    {
        const auto store = ContentStore::temporary(scratch.path()).value();
        copy = keep(store, "some bytes");
        EXPECT_EQ(modeOf(copy.parent_path()), 0700U);
    }
    EXPECT_FALSE(fs::exists(copy.parent_path()));
}

}  // namespace
}  // namespace toolhost::loader
