#include "identity/authenticator.hpp"

#include <gtest/gtest.h>

#include "token_house.hpp"

namespace toolhost::identity {
namespace {

constexpr std::string_view kChallenge =
    R"(Bearer resource_metadata="https://host.example/.well-known/oauth-protected-resource/mcp", scope="mcp:tools")";

struct Door {
    TokenHouse house;
    Authenticator authenticator{house.addresses, house.settings, house.tokens};

    Decision knock(const std::vector<std::string>& values) const {
        return authenticator.authenticate({values.begin(), values.end()}, at(kNoon));
    }
};

TEST(Authenticator, AsksForATokenWithoutBlameWhenThereIsNone) {
    const Door door;
    for (const std::vector<std::string>& values :
         {std::vector<std::string>{}, {""}, {"Basic YTpi"}, {"Bearerx"}, {"Digest a=b, c=d"}}) {
        const auto decision = door.knock(values);
        ASSERT_TRUE(std::holds_alternative<Refusal>(decision));
        const auto& refusal = std::get<Refusal>(decision);
        EXPECT_EQ(refusal.http_status, 401);
        EXPECT_EQ(refusal.www_authenticate, kChallenge);
        EXPECT_EQ(refusal.error, "");
    }
}

TEST(Authenticator, RefusesWhatIsNotOneTokenAfterOneSpace) {
    Door door;
    const auto token = door.house.userToken();
    for (const std::string& value : {std::string("Bearer"),
                                     std::string("Bearer "),
                                     "Bearer  " + token,
                                     "Bearer\t" + token,
                                     "Bearer " + token + " ",
                                     "Bearer " + token + "\x80",
                                     "Bearer \"" + token + '"',
                                     std::string("Bearer garbage"),
                                     "Bearer " + std::string(20'000, 'a')}) {
        const auto decision = door.knock({value});
        ASSERT_TRUE(std::holds_alternative<Refusal>(decision)) << value;
        EXPECT_EQ(std::get<Refusal>(decision).http_status, 401) << value;
    }
}

TEST(Authenticator, SaysWhatIsWrongWithAToken) {
    const Door door;
    const auto decision = door.knock({"Bearer a.b"});
    ASSERT_TRUE(std::holds_alternative<Refusal>(decision));
    const auto& refusal = std::get<Refusal>(decision);
    EXPECT_EQ(refusal.error, "invalid_token");
    EXPECT_EQ(
        refusal.www_authenticate,
        std::string(kChallenge) +
            R"(, error="invalid_token", error_description="the token is not a signed JWT of three parts")");
}

TEST(Authenticator, RefusesTwoTokensAsAMalformedRequest) {
    Door door;
    const auto good = "Bearer " + door.house.userToken();
    for (const std::vector<std::string>& values :
         {std::vector<std::string>{good, good}, {good, "Basic YTpi"}, {good + ", " + good}}) {
        const auto decision = door.knock(values);
        ASSERT_TRUE(std::holds_alternative<Refusal>(decision));
        EXPECT_EQ(std::get<Refusal>(decision).http_status, 400);
        EXPECT_EQ(std::get<Refusal>(decision).error, "invalid_request");
    }
}

TEST(Authenticator, AcceptsTheSchemeInAnyCase) {
    Door door;
    for (const char* scheme : {"Bearer ", "bearer ", "BEARER "}) {
        const auto decision = door.knock({scheme + door.house.userToken()});
        ASSERT_TRUE(std::holds_alternative<Principal>(decision)) << scheme;
        EXPECT_EQ(std::get<Principal>(decision).user, "alice");
    }
}

TEST(Authenticator, KnowsNobodyWhenItIsOff) {
    Settings settings;
    settings.authentication = Authentication::Off;
    TokenHouse house(settings);
    const Authenticator authenticator(house.addresses, house.settings, house.tokens);
    const auto decision = authenticator.authenticate({"Bearer x"}, at(kNoon));
    ASSERT_TRUE(std::holds_alternative<Principal>(decision));
    EXPECT_EQ(std::get<Principal>(decision).evidence, Evidence::Nothing);
    EXPECT_EQ(std::get<Principal>(decision).user, std::nullopt);
}

TEST(Authenticator, RefusesATokenWhoseScopeDoesNotReach) {
    Door door;
    const auto& key = door.house.keys.active();
    const auto token = forge(
        key,
        R"({"typ":"at+jwt","alg":"ES256","kid":")" + key.id() + "\"}",
        R"({"iss":"https://host.example","sub":"alice","aud":"https://host.example/mcp",)"
        R"("client_id":"toolhost-cli","scope":"other","jti":"1","iat":1795305600,"exp":1795306200})");
    const auto decision = door.knock({"Bearer " + token});
    ASSERT_TRUE(std::holds_alternative<Refusal>(decision));
    EXPECT_EQ(std::get<Refusal>(decision).http_status, 403);
    EXPECT_EQ(std::get<Refusal>(decision).error, "insufficient_scope");
}

}  // namespace
}  // namespace toolhost::identity
