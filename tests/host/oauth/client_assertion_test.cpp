#include "oauth/client_assertion.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "identity/foreign_token.hpp"

#include "browser.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;
using identity::kNoon;

/// A house with a client that shows itself by its key.
class Assertion : public testing::Test {
protected:
    Assertion() {
        identity::ClientRequest request;
        request.proof = identity::ClientProof::Key;
        request.acts_as = "svc.robot";
        request.jwks = R"({"keys":[)" + key_.verifyingKey().publicJwk() + "]}";
        id_ = house_.clients->add(request, house_.clock.wall()).value().client_id;
    }

    Json claims() const {
        return {{"iss", id_},
                {"sub", id_},
                {"aud", "https://host.example"},
                {"jti", "one"},
                {"iat", kNoon},
                {"exp", kNoon + 300}};
    }

    int statusOf(const std::string& assertion) const {
        const Fields fields{
            {"grant_type", "client_credentials"},
            {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
            {"client_assertion", assertion}};
        return house_.ask(encodeForm(fields), {}).status;
    }

    int statusWith(const Json& changes) const {
        auto changed = claims();
        changed.update(changes);
        return statusOf(identity::signToken(changed, key_).value());
    }

    SignInHouse house_;
    crypto::SigningKey key_ = crypto::SigningKey::generate(crypto::Algorithm::Rs256).value();
    std::string id_;
};

TEST_F(Assertion, IsRefusedForEachThingItMayNotSay) {
    for (const auto& changes : {Json{{"iss", "other"}},
                                Json{{"sub", house_.web.client_id}},
                                Json{{"sub", ""}},
                                Json{{"aud", "https://other.example"}},
                                Json{{"aud", "https://host.example/"}},
                                Json{{"aud", {"https://host.example", "https://other.example"}}},
                                Json{{"aud", Json::array()}},
                                Json{{"aud", nullptr}},
                                Json{{"exp", kNoon + 3600}},
                                Json{{"exp", kNoon - 60}},
                                Json{{"exp", nullptr}},
                                Json{{"nbf", kNoon + 600}},
                                Json{{"jti", nullptr}},
                                Json{{"jti", ""}}})
        EXPECT_EQ(statusWith(changes), 401) << changes;
}

TEST_F(Assertion, IsRefusedOfAnotherKeyOrKind) {
    const auto stranger = crypto::SigningKey::generate(crypto::Algorithm::Rs256).value();
    EXPECT_EQ(statusOf(identity::signToken(claims(), stranger).value()), 401);
    const auto forged = [this](const Json& header) {
        return statusOf(identity::forge(key_, header.dump(), claims().dump()));
    };
    EXPECT_EQ(forged({{"alg", "HS256"}, {"typ", "JWT"}}), 401);
    EXPECT_EQ(forged({{"alg", "none"}}), 401);
    EXPECT_EQ(forged({{"alg", "RS256"}, {"typ", "at+jwt"}}), 401);
    EXPECT_EQ(forged({{"alg", "RS256"}, {"crit", {"x"}}}), 401);
    auto own = claims();
    own["iss"] = own["sub"] = house_.web.client_id;
    EXPECT_EQ(statusOf(identity::signToken(own, key_).value()), 401)
        << "a client with a secret has no key";
}

TEST_F(Assertion, IsGoodOnce) {
    const auto assertion = identity::signToken(claims(), key_).value();
    EXPECT_EQ(statusOf(assertion), 200);
    EXPECT_EQ(statusOf(assertion), 401);
    house_.endpoints = house_.start();
    EXPECT_EQ(statusOf(assertion), 401) << "after a restart too";
    EXPECT_EQ(statusWith({{"jti", "another"}}), 200);
}

TEST_F(Assertion, MayNameTheTokenEndpointAndNoKey) {
    EXPECT_EQ(statusWith({{"aud", "https://host.example/oauth/token"}}), 200);
    EXPECT_EQ(statusWith({{"aud", {"https://host.example"}}, {"jti", "two"}}), 200);
    auto third = claims();
    third["jti"] = "three";
    const Json header{{"alg", "RS256"}, {"typ", "JWT"}};
    EXPECT_EQ(statusOf(identity::forge(key_, header.dump(), third.dump())), 200);
}

}  // namespace
}  // namespace toolhost::oauth
