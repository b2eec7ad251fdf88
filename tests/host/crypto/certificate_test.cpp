#include "crypto/certificate.hpp"

#include <gtest/gtest.h>

#include "crypto/signing_key.hpp"

#include "scratch_folder.hpp"

namespace toolhost::crypto {
namespace {

using namespace std::chrono_literals;

const base::WallTime kStart = base::WallTime(1'790'000'000s);

TEST(Certificate, IsNotMadeForAKeyThatIsNotThere) {
    const ScratchFolder folder;
    const auto made = selfSignedCertificate(folder.path() / "none.pem", {"toolhost", kStart});
    ASSERT_FALSE(made.ok());
    EXPECT_NE(made.error().what.find("none.pem"), std::string::npos);
}

TEST(Certificate, IsNotReadFromOtherText) {
    for (const char* text :
         {"", "PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
        EXPECT_FALSE(readCertificate(text).ok()) << text;
}

TEST(Certificate, NamesItsKeyAndHowLongItIsGood) {
    const ScratchFolder folder;
    const auto key = SigningKey::ensure(folder.path() / "key.pem", Algorithm::Rs256);
    ASSERT_TRUE(key.ok());
    const auto made = selfSignedCertificate(folder.path() / "key.pem", {"toolhost", kStart, 48h});
    ASSERT_TRUE(made.ok()) << made.error().what;
    const auto read = readCertificate(made.value());
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_EQ(read.value().key.id(), key.value().verifyingKey().id());
    EXPECT_EQ(read.value().not_before, kStart);
    EXPECT_EQ(read.value().not_after, kStart + 48h);
}

}  // namespace
}  // namespace toolhost::crypto
