#include "servicenow/credentials/token_reply.hpp"

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

using std::chrono::seconds;

outbound::Outcome reply(int status,
                        const std::string& body,
                        const char* type = "application/json") {
    return outbound::Response{status, {{"Content-Type", type}}, body};
}

TokenReply read(const outbound::Outcome& answer) {
    return readTokenReply(answer, {"dev", "beth.anglin", Grant::JwtBearer});
}

struct Refused {
    const char* what;
    outbound::Outcome answer;
    Problem::Kind kind;
    seconds keep_for;
};

TEST(TokenReply, IsAProblemUnlessItHoldsAToken) {
    const std::string opaque = R"({"error_description":"access_denied","error":"server_error"})";
    const std::vector<Refused> cases = {
        {"opaque 401", reply(401, opaque), Problem::Kind::Unauthorized, seconds(30)},
        {"invalid_grant",
         reply(400, R"({"error":"invalid_grant"})"),
         Problem::Kind::Unauthorized,
         seconds(30)},
        {"server error", reply(500, "{}"), Problem::Kind::Unavailable, seconds(5)},
        {"hibernating",
         reply(200, "<html>Hibernating</html>", "text/html; charset=utf-8"),
         Problem::Kind::Unavailable,
         seconds(5)},
        {"no JSON", reply(200, "token"), Problem::Kind::Protocol, seconds(5)},
        {"no token", reply(200, R"({"expires_in":1799})"), Problem::Kind::Protocol, seconds(5)},
        {"a token of another type",
         reply(200, R"({"access_token":7})"),
         Problem::Kind::Protocol,
         seconds(5)},
        {"a header injection",
         reply(200, R"({"access_token":"a\r\nX: y"})"),
         Problem::Kind::Protocol,
         seconds(5)},
        {"unreachable",
         outbound::Failure{outbound::Failure::Kind::Unreachable, "no route"},
         Problem::Kind::Unavailable,
         seconds(5)},
        {"timeout",
         outbound::Failure{outbound::Failure::Kind::Timeout, "late"},
         Problem::Kind::Timeout,
         seconds(5)}};
    for (const auto& refused : cases) {
        const auto token = read(refused.answer);
        ASSERT_FALSE(token.authorization.ok()) << refused.what;
        EXPECT_EQ(token.authorization.problem().kind, refused.kind) << refused.what;
        EXPECT_EQ(token.keep_for, refused.keep_for) << refused.what;
    }
}

TEST(TokenReply, TellsWhatToCheckWhenServiceNowDoesNot) {
    const auto token =
        read(reply(401, R"({"error":"server_error","error_description":"access_denied"})"));
    EXPECT_NE(token.authorization.problem().message.find("server_error (access_denied)"),
              std::string::npos);
    EXPECT_NE(token.authorization.problem().hint.find("jwt_verifier_map"), std::string::npos);
}

TEST(TokenReply, IsKeptForLessThanItLives) {
    const std::vector<std::pair<const char*, seconds>> cases = {{"1799", seconds(1499)},
                                                                {"86400", seconds(1500)},
                                                                {"600", seconds(300)},
                                                                {"599", seconds(479)},
                                                                {"\"1800\"", seconds(1500)},
                                                                {"0", seconds(0)},
                                                                {"-5", seconds(0)},
                                                                {"null", seconds(48)}};
    for (const auto& [lifetime, kept] : cases) {
        const auto token =
            read(reply(200, std::string(R"({"access_token":"t","expires_in":)") + lifetime + "}"));
        ASSERT_TRUE(token.authorization.ok()) << lifetime;
        EXPECT_EQ(token.keep_for, kept) << lifetime;
        EXPECT_EQ(token.authorization.value().reveal(), "Bearer t");
    }
}

}  // namespace
}  // namespace toolhost::servicenow
