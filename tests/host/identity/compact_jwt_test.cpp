#include "identity/compact_jwt.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "base/base64.hpp"

namespace toolhost::identity {
namespace {

struct BadForm {
    std::string token;
    TokenFault fault;
};

TEST(TakeApart, RefusesEveryOtherForm) {
    const std::vector<BadForm> forms{
        {"", TokenFault::NotThreeParts},
        {"abc", TokenFault::NotThreeParts},
        {"e30.e30", TokenFault::NotThreeParts},
        {"e30.e30.AAAA.AAAA", TokenFault::NotThreeParts},
        {"e30.e30.AAAA.AAAA.AAAA", TokenFault::NotThreeParts},
        {".e30.e30.AAAA", TokenFault::NotThreeParts},
        {"e30=.e30.AAAA", TokenFault::NotBase64Url},
        {"e30.e30.AA==", TokenFault::NotBase64Url},
        {"e30.e30.AAAA ", TokenFault::NotBase64Url},
        {"e30.e30.AA\nA", TokenFault::NotBase64Url},
        {"e30.e30.AB", TokenFault::NotBase64Url},  // unused bits set: another text of one token
        {"e30.e30.A+/A", TokenFault::NotBase64Url},
        {"e30.e.AAAA", TokenFault::NotBase64Url},
        {std::string(kTokenBytesMax + 1, 'A'), TokenFault::TooLong},
        {std::string(kTokenBytesMax, 'A'), TokenFault::NotThreeParts},
        {std::string(kTokenBytesMax, '.'), TokenFault::NotThreeParts},
    };
    for (const auto& [token, fault] : forms) {
        const auto apart = takeApart(token);
        ASSERT_TRUE(std::holds_alternative<TokenFault>(apart)) << token.substr(0, 40);
        EXPECT_EQ(std::get<TokenFault>(apart), fault) << token.substr(0, 40);
    }
}

TEST(TakeApart, GivesThePartsOfTheExampleInRfc7515) {
    const std::string signed_text =
        "eyJhbGciOiJFUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
        "cnVlfQ";
    const std::string token = signed_text +
                              ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
                              "pmWQxfKTUJqPP3-Kg6NU1Q";
    const auto apart = takeApart(token);
    ASSERT_TRUE(std::holds_alternative<CompactJwt>(apart));
    const auto& jwt = std::get<CompactJwt>(apart);
    EXPECT_EQ(jwt.header, R"({"alg":"ES256"})");
    EXPECT_EQ(jwt.claims.substr(0, 13), R"({"iss":"joe",)");
    EXPECT_EQ(jwt.signature.size(), 64U);
    EXPECT_EQ(jwt.signed_text, signed_text);
}

TEST(ParseStrictObject, RefusesWhatIsNoPlainObject) {
    const std::string deep = R"({"a":)" + std::string(5000, '[') + std::string(5000, ']') + '}';
    for (const std::string& text : {std::string(),
                                    std::string("[]"),
                                    std::string("null"),
                                    std::string("\"text\""),
                                    std::string("{"),
                                    std::string("{} {}"),
                                    std::string("{\"a\":1,}"),
                                    std::string("{/* */}"),
                                    std::string("{\"a\":1,\"a\":2}"),
                                    std::string(R"({"a":1,"\u0061":2})"),
                                    std::string(R"({"o":{"a":1,"a":2}})"),
                                    std::string("{\"a\":\"\xff\"}"),
                                    std::string("{\"a\":\"\\ud800\"}"),
                                    std::string("{}\0", 3),
                                    std::string("{}\0x", 4),
                                    std::string("\xef\xbb\xbf{}"),
                                    deep})
        EXPECT_FALSE(parseStrictObject(text)) << text.substr(0, 40);
}

TEST(ParseStrictObject, AcceptsTheSameNameInDifferentObjects) {
    const auto parsed = parseStrictObject(R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->size(), 2U);
}

}  // namespace
}  // namespace toolhost::identity
