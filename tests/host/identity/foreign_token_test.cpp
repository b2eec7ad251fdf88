#include "identity/foreign_token.hpp"

#include <nlohmann/json.hpp>

#include "token_house.hpp"

namespace toolhost::identity {
namespace {

using crypto::Algorithm;
using crypto::SigningKey;
using nlohmann::json;

const SigningKey& issuerKey() {
    static const SigningKey key = SigningKey::generate(Algorithm::Es256).value();
    return key;
}

const JwkSet& issuerKeys() {
    static const JwkSet keys =
        JwkSet::parse(R"({"keys":[)" + issuerKey().verifyingKey().publicJwk() + "]}").value();
    return keys;
}

const ForeignPolicy kPolicy{"https://issuer.example.com", "crm"};

json goodClaims() {
    return {{"iss", "https://issuer.example.com"},
            {"aud", "crm"},
            {"sub", "abel"},
            {"iat", kNoon - 10},
            {"exp", kNoon + 60}};
}

json goodHeader() {
    return {{"alg", "ES256"}, {"typ", "JWT"}, {"kid", issuerKey().id()}};
}

base::Result<json> verify(const json& header, const json& claims) {
    return verifyForeign(
        forge(issuerKey(), header.dump(), claims.dump()), issuerKeys(), kPolicy, at(kNoon));
}

struct Wrong {
    const char* said;
    json header;  ///< merged into a good one; null takes a member away
    json claims;
    const char* why;
};

class WrongTokens : public testing::TestWithParam<Wrong> {};

TEST_P(WrongTokens, AreRefused) {
    json header = goodHeader();
    header.merge_patch(GetParam().header);
    json claims = goodClaims();
    claims.merge_patch(GetParam().claims);
    const auto verified = verify(header, claims);
    ASSERT_FALSE(verified.ok());
    EXPECT_NE(verified.error().what.find(GetParam().why), std::string::npos)
        << verified.error().what;
}

const json kSame = json::object();

INSTANTIATE_TEST_SUITE_P(
    All,
    WrongTokens,
    testing::Values(Wrong{"no_algorithm", {{"alg", "none"}}, kSame, "algorithm"},
                    Wrong{"shared_secret", {{"alg", "HS256"}}, kSame, "algorithm"},
                    Wrong{"other_algorithm", {{"alg", "RS256"}}, kSame, "algorithm"},
                    Wrong{"other_key", {{"kid", "another"}}, kSame, "keys"},
                    Wrong{"critical", {{"crit", {"exp"}}}, kSame, "header"},
                    Wrong{
                        "other_issuer", kSame, {{"iss", "https://issuer.example.com/"}}, "issuer"},
                    Wrong{"no_issuer", kSame, {{"iss", nullptr}}, "issuer"},
                    Wrong{"other_audience", kSame, {{"aud", "erp"}}, "audience"},
                    Wrong{"no_audience", kSame, {{"aud", nullptr}}, "audience"},
                    Wrong{"other_audiences", kSame, {{"aud", {"erp", "hr"}}}, "audience"},
                    Wrong{"endless", kSame, {{"exp", nullptr}}, "never expires"},
                    Wrong{"expired", kSame, {{"exp", kNoon - 30}}, "expired"},
                    Wrong{"no_date", kSame, {{"exp", "tomorrow"}}, "expired"},
                    Wrong{"not_yet", kSame, {{"nbf", kNoon + 31}}, "not valid yet"},
                    Wrong{"no_beginning", kSame, {{"nbf", "now"}}, "not valid yet"},
                    Wrong{"from_the_future", kSame, {{"iat", kNoon + 31}}, "future"}),
    [](const auto& test) { return test.param.said; });

TEST(VerifyForeign, RefusesWhatTheIssuerDidNotSign) {
    const auto other = SigningKey::generate(Algorithm::Es256).value();
    const auto forged = forge(other, goodHeader().dump(), goodClaims().dump());
    EXPECT_NE(
        verifyForeign(forged, issuerKeys(), kPolicy, at(kNoon)).error().what.find("signature"),
        std::string::npos);
    EXPECT_FALSE(verifyForeign("a.b.c", issuerKeys(), kPolicy, at(kNoon)).ok());
    EXPECT_FALSE(keyIdOf("a.b.c").ok());
}

TEST(VerifyForeign, RefusesAPolicyThatSaysNothing) {
    const auto token = forge(issuerKey(), goodHeader().dump(), goodClaims().dump());
    EXPECT_FALSE(verifyForeign(token, issuerKeys(), {"", "crm"}, at(kNoon)).ok());
    EXPECT_FALSE(verifyForeign(token, issuerKeys(), {kPolicy.issuer, ""}, at(kNoon)).ok());
}

TEST(VerifyForeign, GivesTheClaimsOfAGoodOne) {
    EXPECT_EQ(verify(goodHeader(), goodClaims()).value()["sub"], "abel");
    json claims = goodClaims();
    claims["aud"] = {"erp", "crm"};
    claims["exp"] = kNoon - 29;
    EXPECT_TRUE(verify(goodHeader(), claims).ok());
}

TEST(SignToken, SignsWhatVerifyForeignTakes) {
    const auto token = signToken(goodClaims(), issuerKey()).value();
    EXPECT_EQ(keyIdOf(token).value(), issuerKey().id());
    EXPECT_EQ(verifyForeign(token, issuerKeys(), kPolicy, at(kNoon)).value(), goodClaims());
}

}  // namespace
}  // namespace toolhost::identity
