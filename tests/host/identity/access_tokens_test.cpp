#include "identity/access_tokens.hpp"

#include <nlohmann/json.hpp>
#include <thread>

#include <gtest/gtest.h>

#include "identity/compact_jwt.hpp"

#include "token_house.hpp"

namespace toolhost::identity {
namespace {

using Json = nlohmann::json;
using enum TokenFault;

std::string faultOf(const Checked<Principal>& verdict) {
    const auto* fault = std::get_if<TokenFault>(&verdict);
    return fault == nullptr ? "accepted" : std::string(describe(*fault));
}

class HostileToken : public testing::Test {
protected:
    Json header() const {
        return {{"typ", "at+jwt"}, {"alg", "ES256"}, {"kid", house_.keys.active().id()}};
    }
    static Json claims() {
        return {{"iss", "https://host.example"},
                {"sub", "alice"},
                {"aud", "https://host.example/mcp"},
                {"client_id", "toolhost-cli"},
                {"scope", "mcp:tools"},
                {"jti", "0123456789abcdef"},
                {"iat", kNoon},
                {"exp", kNoon + 600}};
    }
    /// Signed by our own key, so that nothing but the header can be what is refused.
    void expectHeaderRefused(const std::string& header_json, TokenFault fault) const {
        const auto token = forge(house_.keys.active(), header_json, claims().dump());
        const auto verdict = house_.tokens.verify(token, at(kNoon));
        EXPECT_EQ(faultOf(verdict), describe(fault)) << header_json.substr(0, 200);
    }
    void expectHeaderRefused(const char* member, const Json& value, TokenFault fault) const {
        Json changed = header();
        changed[member] = value;
        expectHeaderRefused(changed.dump(), fault);
    }

    TokenHouse house_;
};

TEST_F(HostileToken, GoesByTheHeaderOnlyWhenItIsOurs) {
    const auto token = forge(house_.keys.active(), header().dump(), claims().dump());
    EXPECT_EQ(faultOf(house_.tokens.verify(token, at(kNoon))), "accepted");
    expectHeaderRefused("", HeaderNotAnObject);
    expectHeaderRefused("[]", HeaderNotAnObject);
    expectHeaderRefused(R"({"typ":"at+jwt","typ":"at+jwt"})", HeaderNotAnObject);
    expectHeaderRefused("{}", WrongType);
}

TEST_F(HostileToken, WithNoAlgorithmOrAnotherIsRefused) {
    for (const Json& algorithm : {Json("none"),
                                  Json("None"),
                                  Json("nOnE"),
                                  Json(""),
                                  Json("HS256"),
                                  Json("RS256"),
                                  Json("ES384"),
                                  Json("ES256K"),
                                  Json("PS256"),
                                  Json("EdDSA"),
                                  Json("es256"),
                                  Json(nullptr),
                                  Json(256),
                                  Json::array({"ES256"})})
        expectHeaderRefused("alg", algorithm, WrongAlgorithm);
}

TEST_F(HostileToken, WithAnEmptySignatureIsRefused) {
    auto without = header();
    without["alg"] = "none";
    const auto text = [&](const Json& first) {
        return base::encodeBase64Url(first.dump()) + '.' + base::encodeBase64Url(claims().dump()) +
               '.';
    };
    EXPECT_EQ(faultOf(house_.tokens.verify(text(without), at(kNoon))), describe(WrongAlgorithm));
    EXPECT_EQ(faultOf(house_.tokens.verify(text(header()), at(kNoon))), describe(BadSignature));
}

TEST_F(HostileToken, BringingItsOwnKeyIsRefused) {
    const auto attacker = crypto::SigningKey::generate(crypto::Algorithm::Es256);
    const Json jwk = Json::parse(attacker.value().verifyingKey().publicJwk());
    for (const auto& [member, value] : {std::pair<const char*, Json>{"jwk", jwk},
                                        {"jku", "http://127.0.0.1:9/jwks.json"},
                                        {"x5u", "http://127.0.0.1:9/cert.pem"},
                                        {"x5c", Json::array({"MIIB"})},
                                        {"crit", Json::array({"x"})},
                                        {"crit", Json::array()},
                                        {"b64", false},
                                        {"zip", "DEF"},
                                        {"cty", "JWT"},
                                        {"", 1}})
        expectHeaderRefused(member, value, HeaderMember);
    const auto token = forge(attacker.value(), header().dump(), claims().dump());
    EXPECT_EQ(faultOf(house_.tokens.verify(token, at(kNoon))), describe(BadSignature));
}

TEST_F(HostileToken, NamingAnotherKeyIsRefused) {
    for (const Json& key_id : {Json("unknown"),
                               Json(""),
                               Json("../../etc/passwd"),
                               Json("' OR 1=1--"),
                               Json(std::string(10'000, 'k')),
                               Json::array({"x"}),
                               Json(7),
                               Json(nullptr)})
        expectHeaderRefused("kid", key_id, UnknownKey);
    auto without = header();
    without.erase("kid");
    expectHeaderRefused(without.dump(), UnknownKey);
}

TEST_F(HostileToken, OfAnotherTypeIsRefusedThoughWeSignedIt) {
    for (const Json& type : {Json("JWT"),
                             Json("at+JWT2"),
                             Json("logout+jwt"),
                             Json("client-authentication+jwt"),
                             Json("dpop+jwt"),
                             Json(""),
                             Json(nullptr),
                             Json::array({"at+jwt"})})
        expectHeaderRefused("typ", type, WrongType);
}

TEST_F(HostileToken, ChangedAnywhereIsRefused) {
    const std::string token = house_.userToken();
    ASSERT_EQ(faultOf(house_.tokens.verify(token, at(kNoon))), "accepted");
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_NE(faultOf(house_.tokens.verify(changed, at(kNoon))), "accepted") << i;
    }
    for (const char* tail : {"=", "==", "A", ".", ".AAAA", " ", "\n"})
        EXPECT_NE(faultOf(house_.tokens.verify(token + tail, at(kNoon))), "accepted") << tail;
}

TEST_F(HostileToken, WithAClaimThatIsNotOursIsRefused) {
    for (const auto& [name, value, fault] :
         {std::tuple<const char*, Json, TokenFault>{"iss", "https://host.example/", WrongIssuer},
          {"aud", "https://host.example", WrongAudience},
          {"exp", kNoon + 600.5, BadTimes},
          {"exp", kNoon + 315'360'000, LivesTooLong},
          {"exp", kNoon - 6, BadTimes},
          {"nbf", kNoon + 3600, NotYetValid},
          {"jti", "", BadTokenId},
          {"client_id", "client_unknown", UnknownClient}}) {
        auto changed = claims();
        changed[name] = value;
        const auto token = forge(house_.keys.active(), header().dump(), changed.dump());
        EXPECT_EQ(faultOf(house_.tokens.verify(token, at(kNoon))), describe(fault)) << name;
    }
}

TEST_F(HostileToken, OfARetiredKeyPassesOnlyWithThatKeysAlgorithm) {
    const ScratchFolder folder;
    const auto rsa = crypto::SigningKey::generate(crypto::Algorithm::Rs256);
    ASSERT_TRUE(rsa.value().save(folder / "token-retired-1.pem"));
    const auto keys = KeyRing::open(folder.path());
    ASSERT_TRUE(keys);
    const AccessTokens tokens(house_.addresses,
                              house_.settings,
                              keys.value(),
                              {*house_.clients, *house_.users, *house_.revocations});
    for (const char* algorithm : {"RS256", "RS384", "PS256", "ES256", "HS256"}) {
        const Json named{{"typ", "at+jwt"}, {"alg", algorithm}, {"kid", rsa.value().id()}};
        const auto token = forge(rsa.value(), named.dump(), claims().dump());
        const bool ours = std::string_view(algorithm) == "RS256";
        EXPECT_EQ(faultOf(tokens.verify(token, at(kNoon))),
                  ours ? "accepted" : describe(WrongAlgorithm))
            << algorithm;
    }
}

TEST(AccessTokens, RefusesToIssueWhatItWouldNotAccept) {
    const TokenHouse house;
    const TokenGrant good{"alice", "toolhost-cli", supportedScopes(), std::chrono::seconds(600)};
    auto nobody = good;
    nobody.subject = "";
    auto injected = good;
    injected.subject = "alice\nadmin";
    auto scopeless = good;
    scopeless.scopes.clear();
    auto powerful = good;
    powerful.scopes = {"admin"};
    auto immortal = good;
    immortal.lifetime = std::chrono::seconds(86'401);
    auto stillborn = good;
    stillborn.lifetime = std::chrono::seconds(0);
    for (const auto& grant : {nobody, injected, scopeless, powerful, immortal, stillborn})
        EXPECT_FALSE(house.tokens.issue(grant, at(kNoon)));
    EXPECT_TRUE(house.tokens.issue(good, at(kNoon)));
}

TEST(AccessTokens, AreRefusedOnceExpiredAlsoWhenRemembered) {
    TokenHouse house;
    const auto token = house.userToken();
    EXPECT_EQ(faultOf(house.tokens.verify(token, at(kNoon - 6))), describe(NotYetValid));
    EXPECT_EQ(faultOf(house.tokens.verify(token, at(kNoon + 604))), "accepted");
    EXPECT_EQ(faultOf(house.tokens.verify(token, at(kNoon + 605))), describe(Expired));
}

TEST(AccessTokens, OfARevokedClientAreRefusedAlsoWhenRemembered) {
    TokenHouse house;
    const auto client_id = house.addClient();
    const auto token = house.issue(client_id, client_id);
    EXPECT_EQ(faultOf(house.tokens.verify(token, at(kNoon))), "accepted");
    ASSERT_TRUE(house.clients->revoke(client_id, at(kNoon)));
    EXPECT_EQ(faultOf(house.tokens.verify(token, at(kNoon + 1))), describe(DisabledClient));
}

TEST(AccessTokens, FollowRfc9068) {
    TokenHouse house;
    const auto token = house.userToken();
    const auto apart = std::get<CompactJwt>(takeApart(token));
    EXPECT_EQ(Json::parse(apart.header),
              (Json{{"typ", "at+jwt"}, {"alg", "ES256"}, {"kid", house.keys.active().id()}}));
    auto claims = Json::parse(apart.claims);
    EXPECT_EQ(claims["jti"].get<std::string>().size(), 32U);
    claims.erase("jti");
    EXPECT_EQ(claims,
              (Json{{"iss", "https://host.example"},
                    {"sub", "alice"},
                    {"aud", "https://host.example/mcp"},
                    {"client_id", "toolhost-cli"},
                    {"scope", "mcp:tools"},
                    {"iat", kNoon},
                    {"nbf", kNoon},
                    {"exp", kNoon + 600}}));
    EXPECT_NE(token, house.userToken());
}

TEST(AccessTokens, OfAUserNameThatUserAndNoSecret) {
    TokenHouse house;
    const auto verdict = house.tokens.verify(house.userToken(), at(kNoon));
    ASSERT_TRUE(std::holds_alternative<Principal>(verdict));
    const auto& principal = std::get<Principal>(verdict);
    EXPECT_EQ(principal.subject, "alice");
    EXPECT_EQ(principal.user, "alice");
    EXPECT_EQ(principal.client_id, kOperatorClientId);
    EXPECT_EQ(principal.scopes, supportedScopes());
    EXPECT_EQ(principal.token_id.size(), 32U);
    EXPECT_EQ(principal.evidence, Evidence::Token);
}

TEST(AccessTokens, OfAClientActAsNobodyUnlessItIsRegisteredSo) {
    TokenHouse house;
    const auto plain = house.addClient();
    const auto acting = house.addClient("svc.robot");
    const auto principal_of = [&house](const std::string& subject, const std::string& client_id) {
        return std::get<Principal>(house.tokens.verify(house.issue(subject, client_id), at(kNoon)));
    };
    EXPECT_EQ(principal_of(plain, plain).user, std::nullopt);
    EXPECT_EQ(principal_of(acting, acting).user, "svc.robot");
}

TEST(AccessTokens, OfAPersonActAsTheUserThatPersonIsInServicenow) {
    TokenHouse house;
    const auto client = house.addClient("svc.robot");
    house.addUser("alice");
    house.addUser("bob", "robert.smith");
    const auto user_of = [&](const std::string& subject) {
        const auto verdict = house.tokens.verify(house.issue(subject, client), at(kNoon));
        return std::get<Principal>(verdict).user;
    };
    EXPECT_EQ(user_of("alice"), "alice");
    EXPECT_EQ(user_of("bob"), "robert.smith");
}

TEST(AccessTokens, OfAPersonWhoIsUnknownOrGoneOrHasANewPasswordAreRefused) {
    TokenHouse house;
    const auto client = house.addClient();
    EXPECT_EQ(faultOf(house.tokens.verify(house.issue("nobody", client), at(kNoon))),
              describe(UnknownUser));
    house.addUser("alice");
    const auto token = house.issue("alice", client);
    EXPECT_EQ(faultOf(house.tokens.verify(token, at(kNoon))), "accepted");
    ASSERT_TRUE(house.users->setPassword("alice", base::Secret(kPassword), at(kNoon + 1)).ok());
    EXPECT_EQ(faultOf(house.tokens.verify(token, at(kNoon + 1))), describe(UnknownUser));
    ASSERT_TRUE(house.users->remove("alice").ok());
    EXPECT_EQ(faultOf(house.tokens.verify(token, at(kNoon + 1))), describe(UnknownUser));
}

TEST(AccessTokens, ThatWereRevokedAreRefusedAlsoWhenRemembered) {
    TokenHouse house;
    const auto token = house.userToken();
    const auto principal = std::get<Principal>(house.tokens.verify(token, at(kNoon)));
    ASSERT_TRUE(house.revocations->add(principal.token_id, at(kNoon + 600), at(kNoon)).ok());
    EXPECT_EQ(faultOf(house.tokens.verify(token, at(kNoon))), describe(Revoked));
    EXPECT_EQ(faultOf(house.tokens.verify(house.userToken(), at(kNoon))), "accepted");
}

TEST(AccessTokens, OfARevokedFamilyAreRefused) {
    TokenHouse house;
    const auto issue = [&house](const std::string& family) {
        const TokenGrant grant{"alice",
                               std::string(kOperatorClientId),
                               supportedScopes(),
                               std::chrono::seconds(600),
                               family};
        return std::string(house.tokens.issue(grant, at(kNoon)).value().token.reveal());
    };
    const auto of_this = issue("this-family");
    const auto of_another = issue("another-family");
    ASSERT_TRUE(house.revocations->add("this-family", at(kNoon + 600), at(kNoon)).ok());
    EXPECT_EQ(faultOf(house.tokens.verify(of_this, at(kNoon))), describe(Revoked));
    EXPECT_EQ(faultOf(house.tokens.verify(of_another, at(kNoon))), "accepted");
}

TEST(AccessTokens, TellWhatTheySayAfterTheSameChecks) {
    TokenHouse house;
    const auto token = house.userToken();
    const auto claims = std::get<AccessClaims>(house.tokens.inspect(token, at(kNoon)));
    EXPECT_EQ(claims.subject, "alice");
    EXPECT_EQ(claims.expires_at, kNoon + 600);
    EXPECT_TRUE(std::holds_alternative<TokenFault>(house.tokens.inspect(token, at(kNoon + 700))));
    ASSERT_TRUE(house.revocations->add(claims.token_id, at(kNoon + 600), at(kNoon)).ok());
    EXPECT_TRUE(std::holds_alternative<TokenFault>(house.tokens.inspect(token, at(kNoon))));
}

TEST(AccessTokens, AreCheckedByManyThreadsAtOnce) {
    Settings settings;
    settings.verified_tokens_max = 8;
    TokenHouse house(settings);
    std::vector<std::string> tokens;
    for (int i = 0; i < 16; ++i)
        tokens.push_back(house.userToken());
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number)
        threads.emplace_back([&] {
            for (int round = 0; round < 200; ++round)
                EXPECT_EQ(faultOf(house.tokens.verify(tokens[round % 16U], at(kNoon))), "accepted");
        });
    for (auto& thread : threads)
        thread.join();
}

}  // namespace
}  // namespace toolhost::identity
