#include "crypto/public_numbers.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "crypto/signing_key.hpp"

namespace toolhost::crypto {
namespace {

std::string memberOf(const SigningKey& key, const char* name) {
    const auto jwk = nlohmann::json::parse(key.verifyingKey().publicJwk());
    return base::decodeBase64Url(jwk[name].get<std::string>()).value();
}

TEST(KeyFromPoint, RefusesWhatIsNoPointOfTheCurve) {
    EXPECT_FALSE(keyFromPoint("", "").ok());
    EXPECT_FALSE(keyFromPoint(std::string(31, 'x'), std::string(32, 'y')).ok());
    EXPECT_FALSE(keyFromPoint(std::string(32, '\1'), std::string(32, '\1')).ok());
    EXPECT_FALSE(keyFromPoint(std::string(32, '\0'), std::string(32, '\0')).ok());
}

TEST(KeyFromPoint, ChecksWhatItsPrivateHalfSigned) {
    const auto key = SigningKey::generate(Algorithm::Es256).value();
    const auto read = keyFromPoint(memberOf(key, "x"), memberOf(key, "y"));
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_EQ(read.value().id(), key.id());
    EXPECT_TRUE(read.value().verifies("a text", key.sign("a text").value()));
    EXPECT_FALSE(read.value().verifies("another", key.sign("a text").value()));
}

TEST(KeyFromModulus, RefusesWhatIsNoKeyOrTooSmall) {
    EXPECT_FALSE(keyFromModulus("", "\1\0\1").ok());
    EXPECT_FALSE(keyFromModulus(std::string(1'025, 'n'), "\3").ok());
    EXPECT_FALSE(keyFromModulus(std::string(128, '\xff'), std::string("\1\0\1", 3)).ok());
}

TEST(KeyFromModulus, ChecksWhatItsPrivateHalfSigned) {
    const auto key = SigningKey::generate(Algorithm::Rs256).value();
    const auto read = keyFromModulus(memberOf(key, "n"), memberOf(key, "e"));
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_EQ(read.value().id(), key.id());
    EXPECT_TRUE(read.value().verifies("a text", key.sign("a text").value()));
}

}  // namespace
}  // namespace toolhost::crypto
