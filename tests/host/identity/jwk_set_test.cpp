#include "identity/jwk_set.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "crypto/signing_key.hpp"

namespace toolhost::identity {
namespace {

using crypto::Algorithm;
using crypto::SigningKey;
using nlohmann::json;

json jwkOf(const SigningKey& key) {
    return json::parse(key.verifyingKey().publicJwk());
}

std::string setOf(const json& keys) {
    return json{{"keys", keys}}.dump();
}

class NoJwkSets : public testing::TestWithParam<const char*> {};

TEST_P(NoJwkSets, AreRefused) {
    EXPECT_FALSE(JwkSet::parse(GetParam()).ok());
}

INSTANTIATE_TEST_SUITE_P(
    All,
    NoJwkSets,
    testing::Values("",
                    "[]",
                    "{}",
                    R"({"keys":{}})",
                    R"({"keys":[]})",
                    R"({"keys":[1,"a",null]})",
                    R"({"keys":[{"kty":"oct","k":"c2VjcmV0"}]})",
                    R"({"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})",
                    R"({"keys":[{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}]})"));

TEST(JwkSet, ReadsEveryKindThatIsUsedHere) {
    for (const auto algorithm : {Algorithm::Es256, Algorithm::Rs256, Algorithm::Ed25519}) {
        const auto key = SigningKey::generate(algorithm).value();
        const auto set = JwkSet::parse(setOf(json::array({jwkOf(key)})));
        ASSERT_TRUE(set.ok()) << set.error().what;
        const auto* found = set.value().find(key.id());
        ASSERT_NE(found, nullptr);
        EXPECT_EQ(found->algorithm(), algorithm);
        EXPECT_TRUE(found->verifies("a text", key.sign("a text").value()));
    }
}

TEST(JwkSet, PassesOverKeysThatAreNotForSignatures) {
    const auto key = SigningKey::generate(Algorithm::Es256).value();
    for (const auto& [member, value] : {std::pair("use", "enc"), std::pair("alg", "ES384")}) {
        json jwk = jwkOf(key);
        jwk[member] = value;
        EXPECT_FALSE(JwkSet::parse(setOf(json::array({jwk}))).ok()) << member;
    }
}

TEST(JwkSet, TakesAnUnnamedKeyOnlyWhenItIsTheOnlyOne) {
    json one = jwkOf(SigningKey::generate(Algorithm::Es256).value());
    const json other = jwkOf(SigningKey::generate(Algorithm::Es256).value());
    const auto named = JwkSet::parse(setOf(json::array({one}))).value();
    EXPECT_EQ(named.find("another"), nullptr);
    EXPECT_NE(named.find(""), nullptr);
    one.erase("kid");
    EXPECT_NE(JwkSet::parse(setOf(json::array({one}))).value().find("whatever"), nullptr);
    const auto two = JwkSet::parse(setOf(json::array({one, other}))).value();
    EXPECT_EQ(two.find("whatever"), nullptr);
    EXPECT_EQ(two.find(""), nullptr);
}

}  // namespace
}  // namespace toolhost::identity
