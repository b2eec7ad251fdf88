#include "crypto/signing_key.hpp"

#include <fstream>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "crypto/secret_file.hpp"

#include "scratch_folder.hpp"

namespace toolhost::crypto {
namespace {

constexpr std::string_view kEncryptedPem = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgtr+IaIGWBuwICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEPzJ6kAV3GTH8WJq5/bCshkEgZCt
+Bof1VP37+iEsFWKhxu1LdN0DRG3bJfQD6zwI9vCppG34SBksWgHwmEi+MQb+C7y
ocf54Zzzb//rhsXuXAlmEA2bbKwvEA7Nj256jypeUBSfYOtCxpFKS3EkHFWAWQH2
2+EnhR7ngrLl2WtJexp+2DbJHsUoXS+2kbnwxSswR5Vi97D2+Et7383zRPki2yk=
-----END ENCRYPTED PRIVATE KEY-----
)";

class EachAlgorithm : public testing::TestWithParam<Algorithm> {};

TEST(SigningKey, RefusesWhatIsNoPrivateKeyWithoutAsking) {
    for (const auto text : {std::string_view(), std::string_view("garbage"), kEncryptedPem})
        EXPECT_FALSE(SigningKey::fromPem(base::Secret(std::string(text)))) << text;
}

TEST(SigningKey, RefusesAKeyFileThatOthersMayRead) {
    const ScratchFolder folder;
    const auto key = SigningKey::generate(Algorithm::Es256);
    ASSERT_TRUE(key.value().save(folder / "key.pem"));
    ASSERT_EQ(::chmod((folder / "key.pem").c_str(), 0640), 0);
    EXPECT_FALSE(SigningKey::load(folder / "key.pem"));
    EXPECT_FALSE(SigningKey::ensure(folder / "key.pem", Algorithm::Es256));
}

TEST(SigningKey, RefusesToReplaceAKeyFile) {
    const ScratchFolder folder;
    const auto key = SigningKey::generate(Algorithm::Es256);
    ASSERT_TRUE(key.value().save(folder / "key.pem"));
    EXPECT_FALSE(SigningKey::generate(Algorithm::Es256).value().save(folder / "key.pem"));
    EXPECT_EQ(SigningKey::load(folder / "key.pem").value().id(), key.value().id());
}

TEST_P(EachAlgorithm, SignsWhatItsPublicHalfAccepts) {
    const auto key = SigningKey::generate(GetParam());
    ASSERT_TRUE(key);
    for (const auto& text : {std::string(), std::string("text"), std::string(10'000, 'x')}) {
        const auto signature = key.value().sign(text);
        ASSERT_TRUE(signature);
        EXPECT_TRUE(key.value().verifyingKey().verifies(text, signature.value()));
        EXPECT_FALSE(key.value().verifyingKey().verifies(text + "x", signature.value()));
    }
}

TEST_P(EachAlgorithm, ComesBackFromItsFile) {
    const ScratchFolder folder;
    const auto key = SigningKey::ensure(folder / "key.pem", GetParam());
    const auto again = SigningKey::ensure(folder / "key.pem", GetParam());
    ASSERT_TRUE(key);
    ASSERT_TRUE(again);
    EXPECT_EQ(again.value().id(), key.value().id());
    EXPECT_EQ(again.value().algorithm(), GetParam());
    EXPECT_TRUE(key.value().verifyingKey().verifies("text", again.value().sign("text").value()));
    EXPECT_TRUE(readSecretFile(folder / "key.pem")
                    .value()
                    .reveal()
                    .starts_with("-----BEGIN PRIVATE KEY-----\n"));
}

TEST_P(EachAlgorithm, SignsAndChecksInManyThreadsAtOnce) {
    const auto key = SigningKey::generate(GetParam());
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number)
        threads.emplace_back([&key, text = std::to_string(number)] {
            for (int round = 0; round < 25; ++round) {
                const auto signature = key.value().sign(text);
                EXPECT_TRUE(key.value().verifyingKey().verifies(text, signature.value()));
            }
        });
    for (auto& thread : threads)
        thread.join();
}

INSTANTIATE_TEST_SUITE_P(SigningKey,
                         EachAlgorithm,
                         testing::Values(Algorithm::Es256, Algorithm::Rs256, Algorithm::Ed25519),
                         [](const auto& algorithm) {
                             return std::string(nameOf(algorithm.param));
                         });

TEST(SigningKey, WritesEcdsaSignaturesOfSixtyFourBytesAlways) {
    // r and s are shorter than 32 bytes about once in 128: enough rounds to meet it.
    const auto key = SigningKey::generate(Algorithm::Es256);
    for (int round = 0; round < 1000; ++round) {
        const auto signature = key.value().sign(std::to_string(round));
        ASSERT_EQ(signature.value().size(), 64U);
        ASSERT_TRUE(key.value().verifyingKey().verifies(std::to_string(round), signature.value()));
    }
}

}  // namespace
}  // namespace toolhost::crypto
