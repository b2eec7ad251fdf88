#include "audit/checkpoint.hpp"

#include <gtest/gtest.h>

namespace toolhost::audit {
namespace {

constexpr std::int64_t kTime = 1'785'000'000'000'000;

class CheckpointTest : public testing::Test {
protected:
    static crypto::SigningKey makeKey() {
        return std::move(crypto::SigningKey::generate(crypto::Algorithm::Ed25519)).value();
    }

    const crypto::SigningKey key_ = makeKey();
    const Link link_{1000, std::string(32, '\x05')};
    const Checkpoint checkpoint_ = makeCheckpoint(link_, kTime, key_).value();
};

TEST_F(CheckpointTest, ContradictsAnotherHash) {
    const auto why =
        contradiction(checkpoint_, {1000, std::string(32, '\x06')}, key_.verifyingKey());
    ASSERT_TRUE(why);
    EXPECT_NE(why->find("replaced"), std::string::npos) << *why;
}

TEST_F(CheckpointTest, ContradictsAnotherPlace) {
    EXPECT_TRUE(contradiction(checkpoint_, {100, link_.hash}, key_.verifyingKey()));
    EXPECT_TRUE(contradiction(checkpoint_, {10000, link_.hash}, key_.verifyingKey()));
}

TEST_F(CheckpointTest, ContradictsWhenItWasChanged) {
    Checkpoint changed = checkpoint_;
    changed.bytes.replace(changed.bytes.find("1785"), 4, "1786");
    EXPECT_TRUE(contradiction(changed, link_, key_.verifyingKey()));
    changed = checkpoint_;
    changed.signature[10] = static_cast<char>(changed.signature[10] ^ 1);
    EXPECT_TRUE(contradiction(changed, link_, key_.verifyingKey()));
}

TEST_F(CheckpointTest, ContradictsWhenAnotherKeySigned) {
    const auto forged = makeCheckpoint(link_, kTime, makeKey());
    ASSERT_TRUE(forged.ok());
    EXPECT_TRUE(contradiction(forged.value(), link_, key_.verifyingKey()));
}

TEST_F(CheckpointTest, VouchesForWhatItSigned) {
    EXPECT_EQ(contradiction(checkpoint_, link_, key_.verifyingKey()), std::nullopt);
    EXPECT_EQ(checkpoint_.bytes,
              R"({"v":1,"seq":1000,"hash":")"
              "0505050505050505050505050505050505050505050505050505050505050505"
              R"(","count":1000,"ts":1785000000000000})");
}

}  // namespace
}  // namespace toolhost::audit
