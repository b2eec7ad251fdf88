#include "identity/key_ring.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "../crypto/scratch_folder.hpp"

namespace toolhost::identity {
namespace {

TEST(KeyRing, RefusesAKeyThatIsDamagedOrReadable) {
    const ScratchFolder folder;
    ASSERT_TRUE(KeyRing::open(folder.path()));
    ASSERT_EQ(::chmod((folder / "token-signing.pem").c_str(), 0644), 0);
    EXPECT_FALSE(KeyRing::open(folder.path()));
    ASSERT_EQ(::chmod((folder / "token-signing.pem").c_str(), 0600), 0);
    std::ofstream(folder / "token-signing.pem") << "damaged";
    EXPECT_FALSE(KeyRing::open(folder.path())) << "a damaged key must not be replaced silently";
}

TEST(KeyRing, FindsNoKeyOfAnotherName) {
    const ScratchFolder folder;
    const auto ring = KeyRing::open(folder.path());
    ASSERT_TRUE(ring);
    EXPECT_EQ(ring.value().find(""), nullptr);
    EXPECT_EQ(ring.value().find("token-signing"), nullptr);
    EXPECT_EQ(ring.value().find(ring.value().active().id()), &ring.value().active().verifyingKey());
}

TEST(KeyRing, KeepsItsKeyFromStartToStart) {
    const ScratchFolder folder;
    const auto first = KeyRing::open(folder.path() / "keys");
    const auto second = KeyRing::open(folder.path() / "keys");
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    EXPECT_EQ(first.value().active().id(), second.value().active().id());
    EXPECT_EQ(first.value().active().algorithm(), crypto::Algorithm::Es256);
}

TEST(KeyRing, PublishesPublicMembersOfActiveAndRetiredKeysOnly) {
    const ScratchFolder folder;
    const auto retired = crypto::SigningKey::generate(crypto::Algorithm::Rs256);
    ASSERT_TRUE(retired.value().save(folder / "token-retired-2025.pem"));
    ASSERT_TRUE(retired.value().save(folder / "assertion.pem"));
    const auto ring = KeyRing::open(folder.path());
    ASSERT_TRUE(ring);
    const auto set = nlohmann::json::parse(ring.value().jwks());
    ASSERT_EQ(set["keys"].size(), 2U);
    EXPECT_EQ(set["keys"][0]["kid"], ring.value().active().id());
    EXPECT_EQ(set["keys"][1]["kid"], retired.value().id());
    for (const auto& key : set["keys"])
        for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "k", "oth"})
            EXPECT_FALSE(key.contains(secret)) << key;
    EXPECT_NE(ring.value().find(retired.value().id()), nullptr);
}

}  // namespace
}  // namespace toolhost::identity
