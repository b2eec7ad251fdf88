#include "crypto/sealer.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "crypto/secret_file.hpp"

#include "scratch_folder.hpp"

namespace toolhost::crypto {
namespace {

std::string contentsOf(const std::filesystem::path& file) {
    return std::string(readSecretFile(file).value().reveal());
}

TEST(Sealer, RefusesAnyChangedByte) {
    const ScratchFolder folder;
    const auto sealer = Sealer::ensure(folder / "seal.key");
    ASSERT_TRUE(sealer);
    const std::string sealed = sealer.value().seal("page 7", "alice").value();
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(sealer.value().open(changed, "alice")) << "byte " << i;
    }
    for (std::size_t length = 0; length < sealed.size(); ++length)
        EXPECT_FALSE(sealer.value().open(sealed.substr(0, length), "alice")) << length;
    EXPECT_FALSE(sealer.value().open(sealed + '\0', "alice"));
}

TEST(Sealer, RefusesAnotherBinding) {
    const ScratchFolder folder;
    const auto sealer = Sealer::ensure(folder / "seal.key");
    const std::string sealed = sealer.value().seal("page 7", "alice").value();
    EXPECT_FALSE(sealer.value().open(sealed, "bob"));
    EXPECT_FALSE(sealer.value().open(sealed, ""));
}

TEST(Sealer, RefusesAFileThatIsNoRing) {
    const ScratchFolder folder;
    ASSERT_TRUE(createSecretFile(folder / "short", "c2hvcnQ\n"));
    ASSERT_TRUE(createSecretFile(folder / "empty", "\n"));
    EXPECT_FALSE(Sealer::ensure(folder / "short"));
    EXPECT_FALSE(Sealer::ensure(folder / "empty"));
}

TEST(Sealer, OpensWhatItSealedAlsoAfterARestart) {
    const ScratchFolder folder;
    const std::string sealed =
        Sealer::ensure(folder / "seal.key").value().seal("page 7", "alice").value();
    EXPECT_EQ(sealed.find("page 7"), std::string::npos);
    EXPECT_EQ(Sealer::ensure(folder / "seal.key").value().open(sealed, "alice").value(), "page 7");
}

TEST(Sealer, SealsNothingBoundToNothing) {
    const ScratchFolder folder;
    const auto sealer = Sealer::ensure(folder / "seal.key");
    EXPECT_EQ(sealer.value().open(sealer.value().seal("", "").value(), "").value(), "");
}

TEST(Sealer, SealsWithTheFirstKeyAndOpensWithEach) {
    const ScratchFolder folder;
    const auto older = Sealer::ensure(folder / "older.key");
    const auto newer = Sealer::ensure(folder / "newer.key");
    ASSERT_TRUE(createSecretFile(
        folder / "ring.key", contentsOf(folder / "newer.key") + contentsOf(folder / "older.key")));
    const auto ring = Sealer::ensure(folder / "ring.key");
    ASSERT_TRUE(ring);
    EXPECT_EQ(ring.value().open(older.value().seal("x", "a").value(), "a").value(), "x");
    EXPECT_EQ(newer.value().open(ring.value().seal("y", "a").value(), "a").value(), "y");
    EXPECT_FALSE(older.value().open(ring.value().seal("y", "a").value(), "a"));
}

TEST(EphemeralSealer, OpensWhatItSealedAndNothingOfAnother) {
    const auto sealer = Sealer::ephemeral();
    const std::string sealed = sealer.seal("token", "beth").value();
    EXPECT_EQ(sealer.open(sealed, "beth").value(), "token");
    EXPECT_FALSE(sealer.open(sealed, "fred"));
    EXPECT_FALSE(Sealer::ephemeral().open(sealed, "beth"));
}

TEST(Sealer, DerivesRingsThatOpenNothingOfEachOther) {
    const auto sealer = Sealer::ephemeral();
    const auto one = sealer.deriveFor("one");
    const auto sealed = one.seal("a text", "x").value();
    EXPECT_FALSE(sealer.open(sealed, "x").ok());
    EXPECT_FALSE(sealer.deriveFor("other").open(sealed, "x").ok());
    EXPECT_EQ(sealer.deriveFor("one").open(sealed, "x").value(), "a text");
}

}  // namespace
}  // namespace toolhost::crypto
