#include "simulator/auth/certificate.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "signer.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

std::string reasonFor(const std::string& pem) {
    const auto read = readCertificate(pem);
    return read ? "" : read.refusal().message;
}

std::string ownCertificate() {
    return SignatureKey::parse(testSigner().publicPem()).certificate();
}

TEST(Certificate, IsRefusedUnlessItIsOneInShortLines) {
    EXPECT_EQ(reasonFor(""), "the certificate is no PEM text of one");
    EXPECT_EQ(reasonFor(testSigner().publicPem()), "the certificate is no PEM text of one");
    auto in_one_line = ownCertificate();
    const auto body = in_one_line.find('\n') + 1;
    const auto end = in_one_line.find("-----END");
    in_one_line.erase(std::remove(in_one_line.begin() + static_cast<long>(body),
                                  in_one_line.begin() + static_cast<long>(end),
                                  '\n'),
                      in_one_line.begin() + static_cast<long>(end));
    EXPECT_EQ(reasonFor(in_one_line), "the certificate has lines of over 64 characters");
    EXPECT_EQ(reasonFor(SignatureKey::parse(Signer::elliptic().publicPem()).certificate()), "");
}

TEST(Certificate, HoldsTheKeyItWasMadeFor) {
    const auto read = readCertificate(ownCertificate());
    ASSERT_TRUE(read) << read.refusal().message;
    const auto token = testSigner().sign({{"alg", "RS256"}}, json::object());
    const auto dot = token.rfind('.');
    EXPECT_FALSE(read.value().key.verifies(token.substr(0, dot), "nonsense", "RS256"));
    EXPECT_LT(formatTimestamp(read.value().not_before), "2001");
    EXPECT_GT(formatTimestamp(read.value().not_after), "2099");
}

TEST(Certificate, IsKeptAsItWasGiven) {
    const auto given = ownCertificate();
    EXPECT_EQ(SignatureKey::parse(given).certificate(), given);
}

}  // namespace
}  // namespace toolhost::sim
