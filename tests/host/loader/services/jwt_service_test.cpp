#include "loader/services/jwt_service.hpp"

#include <fstream>

#include "loopback_server.hpp"
#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using crypto::Algorithm;
using crypto::SigningKey;
using nlohmann::json;
using tests::LoopbackServer;
using tests::SeenRequest;

/// A plugin that has tokens checked by one issuer's keys and signed by its own.
class JwtServiceTest : public testing::Test {
protected:
    JwtServiceTest() { serve({key_.get()}); }

    JwtService& service() {
        if (!service_) {
            const auto file = house_.directory() / "signing.pem";
            EXPECT_TRUE(SigningKey::generate(Algorithm::Es256).value().save(file).ok());
            add("issuer", {.issuer = "https://i", .audience = "crm", .jwks_url = issuer_.url()});
            add("own",
                {.issuer = "https://us",
                 .audience = "them",
                 .signing_key_file = file,
                 .lifetime_max = std::chrono::seconds(60)});
            service_ = std::make_unique<JwtService>(std::move(profiles_), house_.clock);
        }
        return *service_;
    }

    void add(const std::string& name, const JwtSettings& settings) {
        profiles_.emplace(
            name,
            JwtProfile::load(settings, house_.shared().rooms().outbound, house_.clock).value());
    }

    void serve(const std::vector<const SigningKey*>& keys) {
        const std::lock_guard lock(mutex_);
        served_.clear();
        if (keys.empty()) return;
        served_ = R"({"keys":[)";
        for (const auto* key : keys) {
            if (key != keys.front()) served_ += ',';
            served_ += key->verifyingKey().publicJwk();
        }
        served_ += "]}";
    }

    Told ask(const json& request) { return askService(service(), request); }

    Told verify(const SigningKey& key) {
        const auto now = base::secondsSinceEpoch(house_.clock.wall());
        const json claims = {{"iss", "https://i"}, {"aud", "crm"}, {"sub", "a"}, {"exp", now + 9}};
        return ask({{"op", "verify"},
                    {"profile", "issuer"},
                    {"token", identity::signToken(claims, key).value()}});
    }

    ServiceHouse house_;
    const std::unique_ptr<SigningKey> key_ =
        std::make_unique<SigningKey>(SigningKey::generate(Algorithm::Es256).value());
    std::mutex mutex_;
    std::string served_;  // guarded by mutex_
    LoopbackServer issuer_{[this](const SeenRequest&) {
        const std::lock_guard lock(mutex_);
        return std::optional(tests::answer(served_.empty() ? 500 : 200, served_));
    }};
    std::map<std::string, JwtProfile> profiles_;
    std::unique_ptr<JwtService> service_;
};

struct RefusedJwt {
    const char* said;
    json request;
    const char* kind;
};

class RefusedJwts : public JwtServiceTest, public testing::WithParamInterface<RefusedJwt> {};

TEST_P(RefusedJwts, AreAnsweredSo) {
    const Told told = ask(GetParam().request);
    EXPECT_LT(told.status, 0);
    EXPECT_EQ(told.kind(), GetParam().kind) << told.json;
}

json sign(const json& claims) {
    return {{"op", "sign"}, {"profile", "own"}, {"claims", claims}};
}

json living(std::int64_t seconds) {
    json request = sign(json::object());
    request["lifetime_seconds"] = seconds;
    return request;
}

INSTANTIATE_TEST_SUITE_P(
    All,
    RefusedJwts,
    testing::Values(RefusedJwt{"other_profile",
                               {{"op", "sign"}, {"profile", "none"}, {"claims", json::object()}},
                               "not_granted"},
                    RefusedJwt{"signs_nothing",
                               {{"op", "sign"}, {"profile", "issuer"}, {"claims", json::object()}},
                               "not_granted"},
                    RefusedJwt{"checks_nothing",
                               {{"op", "verify"}, {"profile", "own"}, {"token", "a.b.c"}},
                               "not_granted"},
                    RefusedJwt{"no_token",
                               {{"op", "verify"}, {"profile", "issuer"}, {"token", "over there"}},
                               "token"},
                    RefusedJwt{"own_issuer", sign({{"iss", "https://i"}}), "argument"},
                    RefusedJwt{"own_end", sign({{"exp", 9'999'999'999}}), "argument"},
                    RefusedJwt{"too_large", sign({{"a", std::string(9'000, 'x')}}), "argument"},
                    RefusedJwt{"no_life", living(0), "argument"},
                    RefusedJwt{"long_life", living(61), "argument"}),
    [](const auto& test) { return test.param.said; });

TEST(JwtProfile, IsRefusedWithoutIssuerOrAudienceOrReadableKey) {
    ServiceHouse house;
    auto& client = house.shared().rooms().outbound;
    for (const JwtSettings& settings :
         {JwtSettings{.audience = "a"},
          JwtSettings{.issuer = "i"},
          JwtSettings{.issuer = "i", .audience = "a", .public_key_file = "/nonexistent.pem"},
          JwtSettings{.issuer = "i", .audience = "a", .signing_key_file = "/nonexistent.pem"}}) {
        EXPECT_FALSE(JwtProfile::load(settings, client, house.clock).ok());
    }
}

TEST_F(JwtServiceTest, ChecksByTheIssuersKeysAndKeepsThem) {
    EXPECT_EQ(verify(*key_).json["claims"]["sub"], "a");
    EXPECT_EQ(verify(*key_).json["claims"]["sub"], "a");
    EXPECT_EQ(issuer_.requests().size(), 1U);
    house_.clock.advance(std::chrono::seconds(600));
    EXPECT_EQ(verify(*key_).status, TOOLHOST_OK);
    EXPECT_EQ(issuer_.requests().size(), 2U);
}

TEST_F(JwtServiceTest, AsksForAKeyItDoesNotKnowButNotTooOften) {
    const auto next = SigningKey::generate(Algorithm::Es256).value();
    EXPECT_EQ(verify(*key_).status, TOOLHOST_OK);
    serve({key_.get(), &next});
    EXPECT_EQ(verify(next).kind(), "token");
    EXPECT_EQ(issuer_.requests().size(), 1U);
    house_.clock.advance(std::chrono::seconds(30));
    EXPECT_EQ(verify(next).status, TOOLHOST_OK);
    EXPECT_EQ(issuer_.requests().size(), 2U);
}

TEST_F(JwtServiceTest, GoesOnWithTheKeysAtHandWhileTheIssuerIsAway) {
    EXPECT_EQ(verify(*key_).status, TOOLHOST_OK);
    serve({});
    house_.clock.advance(std::chrono::seconds(601));
    EXPECT_EQ(verify(*key_).status, TOOLHOST_OK);
    EXPECT_EQ(issuer_.requests().size(), 2U);
}

TEST_F(JwtServiceTest, ChecksByAKeyInAFile) {
    const auto file = house_.directory() / "public.pem";
    std::ofstream(file) << "-----BEGIN PUBLIC KEY-----\n"
                           "MCowBQYDK2VwAyEABeJVuKOQTGfcMaZitn3x52iExLoPhTGB5wxW8zZaQ8o=\n"
                           "-----END PUBLIC KEY-----\n";
    add("file", {.issuer = "https://i", .audience = "crm", .public_key_file = file});
    const auto other = SigningKey::generate(Algorithm::Ed25519).value();
    const Told told = ask({{"op", "verify"},
                           {"profile", "file"},
                           {"token", identity::signToken(json::object(), other).value()}});
    EXPECT_EQ(told.kind(), "token");
    EXPECT_NE(told.json["error"]["message"].get<std::string>().find("signature"), std::string::npos)
        << told.json;
}

TEST_F(JwtServiceTest, SaysThatTheIssuerHasNoKeys) {
    serve({});
    EXPECT_EQ(verify(*key_).kind(), "unavailable");
}

TEST_F(JwtServiceTest, SignsWithTheProfilesClaims) {
    const Told told = ask(sign({{"sub", "a"}, {"role", "clerk"}}));
    ASSERT_EQ(told.status, TOOLHOST_OK) << told.json;
    EXPECT_EQ(told.json["expires_in_seconds"], 60);
    const auto pem = SigningKey::load(house_.directory() / "signing.pem").value();
    const auto keys =
        identity::JwkSet::parse(R"({"keys":[)" + pem.verifyingKey().publicJwk() + "]}").value();
    const auto claims = identity::verifyForeign(told.json["token"].get<std::string>(),
                                                keys,
                                                {"https://us", "them"},
                                                house_.clock.wall())
                            .value();
    EXPECT_EQ(claims["role"], "clerk");
    EXPECT_EQ(claims["exp"].get<std::int64_t>() - claims["iat"].get<std::int64_t>(), 60);
    EXPECT_EQ(claims["jti"].get<std::string>().size(), 32U);
}

TEST_F(JwtServiceTest, TellsWhatEachProfileIsFor) {
    EXPECT_EQ(ask({{"op", "profiles"}}).json["profiles"],
              (json{{"issuer", {{"verifies", true}, {"signs", false}}},
                    {"own", {{"verifies", false}, {"signs", true}}}}));
}

}  // namespace
}  // namespace toolhost::loader
