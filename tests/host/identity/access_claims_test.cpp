#include "identity/access_claims.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace toolhost::identity {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kNoon = 1'795'305'600;
const ClaimsExpected kExpected{
    "https://host.example", "https://host.example/mcp", std::chrono::seconds(86'400)};

Json goodClaims() {
    return {{"iss", "https://host.example"},
            {"sub", "alice"},
            {"aud", "https://host.example/mcp"},
            {"client_id", "toolhost-cli"},
            {"scope", "mcp:tools"},
            {"jti", "0123456789abcdef"},
            {"iat", kNoon},
            {"nbf", kNoon},
            {"exp", kNoon + 600}};
}

/// One claim replaced by this JSON text, or taken away when there is none.
struct BadClaim {
    const char* name;
    const char* json;
    TokenFault fault;
};

std::string claimsWith(const BadClaim& bad) {
    Json claims = goodClaims();
    claims.erase(bad.name);
    std::string text = claims.dump();
    if (bad.json == nullptr) return text;
    text.pop_back();
    return text + ",\"" + bad.name + "\":" + bad.json + '}';
}

class EachBadClaim : public testing::TestWithParam<BadClaim> {};

TEST_P(EachBadClaim, IsRefusedForItsOwnReason) {
    const auto read = readClaims(claimsWith(GetParam()), kExpected);
    ASSERT_TRUE(std::holds_alternative<TokenFault>(read)) << claimsWith(GetParam());
    EXPECT_EQ(std::get<TokenFault>(read), GetParam().fault)
        << describe(std::get<TokenFault>(read)) << "\n"
        << claimsWith(GetParam());
}

using enum TokenFault;

INSTANTIATE_TEST_SUITE_P(Issuer,
                         EachBadClaim,
                         testing::Values(BadClaim{"iss", nullptr, WrongIssuer},
                                         BadClaim{"iss", R"("https://other.example")", WrongIssuer},
                                         BadClaim{"iss", R"("https://host.example/")", WrongIssuer},
                                         BadClaim{"iss", R"("https://HOST.example")", WrongIssuer},
                                         BadClaim{
                                             "iss", R"(["https://host.example"])", WrongIssuer},
                                         BadClaim{"iss", R"("")", WrongIssuer},
                                         BadClaim{"iss", "null", WrongIssuer}));

INSTANTIATE_TEST_SUITE_P(
    Audience,
    EachBadClaim,
    testing::Values(BadClaim{"aud", nullptr, WrongAudience},
                    BadClaim{"aud", R"("https://host.example")", WrongAudience},
                    BadClaim{"aud", R"("https://host.example/mcp/")", WrongAudience},
                    BadClaim{"aud", R"("https://HOST.example/mcp")", WrongAudience},
                    BadClaim{"aud", R"("https://other.example/mcp")", WrongAudience},
                    BadClaim{"aud", R"([])", WrongAudience},
                    BadClaim{"aud", R"(["https://other.example/mcp"])", WrongAudience},
                    BadClaim{"aud", R"(["https://host.example/mcp",1])", WrongAudience},
                    BadClaim{"aud", R"([["https://host.example/mcp"]])", WrongAudience},
                    BadClaim{"aud",
                             R"({"https://host.example/mcp":"https://host.example/mcp"})",
                             WrongAudience},
                    BadClaim{"aud", "null", WrongAudience}));

INSTANTIATE_TEST_SUITE_P(Names,
                         EachBadClaim,
                         testing::Values(BadClaim{"sub", nullptr, BadSubject},
                                         BadClaim{"sub", R"("")", BadSubject},
                                         BadClaim{"sub", "7", BadSubject},
                                         BadClaim{"sub", R"(["alice"])", BadSubject},
                                         BadClaim{"sub", R"("alice\u0000admin")", BadSubject},
                                         BadClaim{"sub", R"("alice\nadmin")", BadSubject},
                                         BadClaim{"client_id", nullptr, BadClientId},
                                         BadClaim{"client_id", "null", BadClientId},
                                         BadClaim{"client_id", R"("")", BadClientId},
                                         BadClaim{"jti", nullptr, BadTokenId},
                                         BadClaim{"jti", R"("")", BadTokenId},
                                         BadClaim{"jti", "12", BadTokenId},
                                         BadClaim{"scope", nullptr, BadScope},
                                         BadClaim{"scope", R"(["mcp:tools"])", BadScope},
                                         BadClaim{"scope", R"("mcp:tools  x")", BadScope},
                                         BadClaim{"scope", R"("")", BadScope}));

std::vector<BadClaim> badDates(const char* name) {
    std::vector<BadClaim> bad;
    for (const char* json : {"0",
                             "-1",
                             "\"1795306200\"",
                             "1795306200.0",
                             "1795306200.5",
                             "1e300",
                             "1.795306e9",
                             "[1795306200]",
                             "{}",
                             "null",
                             "true",
                             "9223372036854775807",
                             "9223372036854775808",
                             "18446744073709551615",
                             "-9223372036854775808",
                             "100000000000000000000",
                             "253402300800"})
        bad.push_back({name, json, BadTimes});
    return bad;
}

INSTANTIATE_TEST_SUITE_P(Expiry, EachBadClaim, testing::ValuesIn(badDates("exp")));
INSTANTIATE_TEST_SUITE_P(IssuedAt, EachBadClaim, testing::ValuesIn(badDates("iat")));
INSTANTIATE_TEST_SUITE_P(NotBefore, EachBadClaim, testing::ValuesIn(badDates("nbf")));
INSTANTIATE_TEST_SUITE_P(Times,
                         EachBadClaim,
                         testing::Values(BadClaim{"exp", nullptr, BadTimes},
                                         BadClaim{"iat", nullptr, BadTimes},
                                         BadClaim{"exp", "1795305600", BadTimes},  // == iat
                                         BadClaim{"exp", "1795392001", LivesTooLong},
                                         BadClaim{"exp", "2110665600", LivesTooLong}));

TEST(ReadClaims, RefusesWhatIsNoObjectOrSaysAClaimTwice) {
    for (const char* json : {"", "[]", "\"x\"", "{", R"({"exp":1,"exp":2})"}) {
        const auto read = readClaims(json, kExpected);
        ASSERT_TRUE(std::holds_alternative<TokenFault>(read)) << json;
        EXPECT_EQ(std::get<TokenFault>(read), ClaimsNotAnObject) << json;
    }
}

TEST(ReadClaims, GivesWhatTheTokenSays) {
    auto json = goodClaims();
    json["aud"] = {"https://other.example/mcp", "https://host.example/mcp"};
    json["scope"] = "mcp:tools mcp:read";
    json["unknown"] = {{"a", 1}};
    json["exp"] = kNoon + 86'400;
    const auto read = readClaims(json.dump(), kExpected);
    ASSERT_TRUE(std::holds_alternative<AccessClaims>(read));
    const auto& claims = std::get<AccessClaims>(read);
    EXPECT_EQ(claims.subject, "alice");
    EXPECT_EQ(claims.client_id, "toolhost-cli");
    EXPECT_EQ(claims.token_id, "0123456789abcdef");
    EXPECT_EQ(claims.scopes, (std::vector<std::string>{"mcp:tools", "mcp:read"}));
    EXPECT_EQ(claims.expires_at, kNoon + 86'400);
}

TEST(FaultAt, AllowsAClockToBeFiveSecondsOff) {
    AccessClaims claims;
    claims.issued_at = kNoon;
    claims.not_before = kNoon;
    claims.expires_at = kNoon + 600;
    const auto fault_at = [&claims](std::int64_t seconds) {
        return faultAt(claims, base::WallTime(std::chrono::seconds(seconds)));
    };
    EXPECT_EQ(fault_at(kNoon - 6), NotYetValid);
    EXPECT_EQ(fault_at(kNoon - 5), std::nullopt);
    EXPECT_EQ(fault_at(kNoon + 604), std::nullopt);
    EXPECT_EQ(fault_at(kNoon + 605), Expired);
    claims.not_before = kNoon + 3600;
    EXPECT_EQ(fault_at(kNoon), NotYetValid);
    claims.not_before = kNoon;
    claims.issued_at = kNoon + 3600;
    EXPECT_EQ(fault_at(kNoon), NotYetValid);
}

}  // namespace
}  // namespace toolhost::identity
