#include "simulator/auth/assertion.hpp"

#include <tuple>

#include <gtest/gtest.h>

#include "signer.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

constexpr long long kNow = 1'780'000'000;

Seconds now() {
    return Seconds(std::chrono::seconds(kNow));
}

JwtVerifier verifier() {
    return {SignatureKey::parse(testSigner().publicPem()), "key-1"};
}

json goodHeader() {
    return {{"alg", "RS256"}, {"typ", "JWT"}, {"kid", "key-1"}};
}

json goodClaims() {
    return {{"iss", "cid"},
            {"aud", "cid"},
            {"sub", "beth.anglin"},
            {"jti", "1"},
            {"iat", kNow},
            {"exp", kNow + 300}};
}

std::string reasonFor(const std::string& token) {
    const auto verified = verifyAssertion(token, "cid", verifier(), now());
    return verified ? "" : verified.refusal().message;
}

struct Fault {
    const char* name;
    json value;  ///< null removes the member
    const char* reason;
};

json with(json object, const Fault& fault) {
    if (fault.value.is_null()) {
        object.erase(fault.name);
    } else {
        object[fault.name] = fault.value;
    }
    return object;
}

TEST(Assertion, RefusesEveryWrongClaim) {
    const Fault faults[] = {
        {"iss", nullptr, "iss is not the client_id"},
        {"iss", "other", "iss is not the client_id"},
        {"aud", nullptr, "aud is not the client_id"},
        {"aud", "https://instance/oauth_token.do", "aud is not the client_id"},
        {"aud", {"cid", "other"}, "aud is not the client_id"},
        {"sub", nullptr, "sub is missing"},
        {"sub", 5, "sub is missing"},
        {"jti", nullptr, "jti is missing"},
        {"exp", nullptr, "exp is missing or no time"},
        {"exp", "1780000300", "exp is missing or no time"},
        {"exp", 1e300, "exp is missing or no time"},
        {"exp", kNow - 300, "the assertion has expired"},
        {"exp", kNow, "exp is not after iat"},
        {"iat", nullptr, "iat is missing or no time"},
        {"iat", kNow + 301, "iat is in the future"},
        {"iat", -1, "iat is missing or no time"},
        {"nbf", kNow + 301, "nbf is in the future"},
        {"nbf", "soon", "nbf is no time"},
    };
    for (const auto& fault : faults) {
        EXPECT_EQ(reasonFor(testSigner().sign(goodHeader(), with(goodClaims(), fault))),
                  fault.reason)
            << fault.name << " = " << fault.value;
    }
}

TEST(Assertion, RefusesEveryWrongHeader) {
    const Fault faults[] = {
        {"alg", "none", "alg is none of the key registered for the client"},
        {"alg", "HS256", "alg is none of the key registered for the client"},
        {"alg", "ES256", "alg is none of the key registered for the client"},
        {"alg", "RS257", "alg is none of the key registered for the client"},
        {"alg", nullptr, "alg is none of the key registered for the client"},
        {"typ", "at+jwt", "typ is not JWT"},
        {"kid", "key-2", "kid is not the one registered for the client"},
        {"kid", nullptr, "kid is not the one registered for the client"},
        {"crit", {"b64"}, "crit names extensions that are not understood"},
    };
    for (const auto& fault : faults) {
        EXPECT_EQ(reasonFor(testSigner().sign(with(goodHeader(), fault), goodClaims())),
                  fault.reason)
            << fault.name << " = " << fault.value;
    }
}

TEST(Assertion, RefusesWhatIsNoToken) {
    EXPECT_NE(reasonFor(""), "");
    EXPECT_NE(reasonFor("a.b"), "");
    EXPECT_NE(reasonFor("....."), "");
    EXPECT_NE(reasonFor("e30.e30."), "");
    EXPECT_EQ(reasonFor(std::string(20'000, 'a')), "the assertion is larger than 16 KiB");
}

TEST(Assertion, RefusesATamperedOne) {
    auto token = testSigner().sign(goodHeader(), goodClaims());
    const auto other = testSigner().sign(goodHeader(), with(goodClaims(), {"sub", "admin", ""}));
    const auto claims_at = token.find('.') + 1;
    const auto other_claims = other.substr(claims_at, other.rfind('.') - claims_at);
    const auto spliced = token.substr(0, claims_at) + other_claims + token.substr(token.rfind('.'));
    EXPECT_EQ(reasonFor(spliced), "the signature is not by the key registered for the client");
    EXPECT_EQ(reasonFor(token.substr(0, token.size() - 8)),
              "the signature is not by the key registered for the client");
}

TEST(Assertion, RefusesAnotherKey) {
    EXPECT_EQ(reasonFor(Signer().sign(goodHeader(), goodClaims())),
              "the signature is not by the key registered for the client");
}

TEST(Assertion, NamesTheKeyItSaysItIsSignedWith) {
    EXPECT_EQ(keyIdOf(testSigner().sign(goodHeader(), goodClaims())), "key-1");
    for (const auto* none : {"", "a.b.c", "e30.e30.", "eyJraWQiOjF9.e30."}) {
        EXPECT_EQ(keyIdOf(none), "") << none;
    }
}

TEST(Assertion, AcceptsAGoodOneWithinTheSkew) {
    EXPECT_EQ(reasonFor(testSigner().sign(goodHeader(), goodClaims())), "");
    EXPECT_EQ(
        reasonFor(testSigner().sign(goodHeader(), with(goodClaims(), {"iat", kNow - 900, ""}))),
        "");
    EXPECT_EQ(
        reasonFor(testSigner().sign(goodHeader(), with(goodClaims(), {"nbf", kNow + 300, ""}))),
        "");
    auto late = goodClaims();
    late["iat"] = kNow - 600;
    late["exp"] = kNow - 299;
    EXPECT_EQ(reasonFor(testSigner().sign(goodHeader(), late)), "");
}

TEST(Assertion, AcceptsEllipticKeysAndSharedSecrets) {
    const std::string secret(32, 's');
    const auto elliptic = Signer::elliptic();
    const std::tuple<const Signer, SignatureKey, const char*> cases[] = {
        {elliptic, SignatureKey::parse(elliptic.publicPem()), "ES256"},
        {Signer::ofSecret(secret), SignatureKey::ofSecret(secret), "HS256"}};
    for (const auto& [signer, key, algorithm] : cases) {
        const JwtVerifier verifier{key, "key-1"};
        const auto header = with(goodHeader(), {"alg", algorithm, ""});
        const auto isGood = [&](const Signer& by) {
            return verifyAssertion(by.sign(header, goodClaims()), "cid", verifier, now()).ok();
        };
        EXPECT_TRUE(isGood(signer)) << algorithm;
        EXPECT_FALSE(isGood(testSigner())) << algorithm;
    }
}

TEST(Assertion, MayBeHeldToAnotherClock) {
    auto strict = verifier();
    strict.clock_skew = std::chrono::seconds(0);
    const auto isGood = [&](const json& claims) {
        return verifyAssertion(testSigner().sign(goodHeader(), claims), "cid", strict, now()).ok();
    };
    EXPECT_FALSE(isGood(with(goodClaims(), {"nbf", kNow + 1, ""})));
    EXPECT_TRUE(isGood(goodClaims()));
}

TEST(Assertion, MayBeGoodAgainWithoutAJti) {
    auto lenient = verifier();
    lenient.jti_once = false;
    const auto token = testSigner().sign(goodHeader(), with(goodClaims(), {"jti", nullptr, ""}));
    EXPECT_TRUE(verifyAssertion(token, "cid", lenient, now()).ok());
}

TEST(SignatureKey, RefusesWhatIsNoStrongSignatureKey) {
    EXPECT_THROW(SignatureKey::ofSecret("short"), std::runtime_error);
    EXPECT_THROW(SignatureKey::parse("hello"), std::runtime_error);
    EXPECT_THROW(SignatureKey::parse(Signer(1'024).publicPem()), std::runtime_error);
}

}  // namespace
}  // namespace toolhost::sim
