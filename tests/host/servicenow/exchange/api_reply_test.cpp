#include "servicenow/exchange/api_reply.hpp"

#include <gtest/gtest.h>

#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {
namespace {

using Kind = Problem::Kind;

outbound::Response response(int status, const std::string& body) {
    return {status,
            {{"Content-Type", "application/json;charset=UTF-8"}, {"X-Transaction-ID", "abc123"}},
            body};
}

std::string errorBody(const std::string& message, const std::string& detail) {
    return R"({"error":{"message":")" + message + R"(","detail":")" + detail +
           R"("},"status":"failure"})";
}

struct Refused {
    int status;
    const char* message;
    const char* detail;
    Kind kind;
};

TEST(ApiReply, PassesOnWhatServiceNowHasAgainstTheRequest) {
    const std::vector<Refused> cases = {
        {400, "Invalid table nonsense", "", Kind::UnknownTable},
        {400, "Exception while reading request", "bad", Kind::InvalidRequest},
        {401, "User Not Authenticated", "Required to provide Auth information", Kind::Unauthorized},
        {403,
         "Operation Failed",
         "ACL Exception Insert Failed due to security constraints",
         Kind::Forbidden},
        {404,
         "No Record found",
         "Record doesn't exist or ACL restricts the record retrieval",
         Kind::NotFound},
        {405, "Method not supported", "", Kind::Protocol},
        {429, "Rate limit exceeded", "Rate limit of 5 requests per hour", Kind::RateLimited},
        {500, "Transaction cancelled: maximum execution time exceeded", "", Kind::Unavailable},
        {503, "", "", Kind::Unavailable}};
    for (const auto& refused : cases) {
        const auto reply = readApiReply(
            response(refused.status, errorBody(refused.message, refused.detail)), "read x");
        ASSERT_FALSE(reply.ok()) << refused.message;
        const Problem& problem = reply.problem();
        EXPECT_EQ(problem.kind, refused.kind) << refused.message;
        EXPECT_EQ(problem.status, refused.status);
        EXPECT_EQ(problem.message.find("read x: "), 0U) << problem.message;
        EXPECT_NE(problem.message.find(refused.message), std::string::npos) << problem.message;
        EXPECT_EQ(problem.detail, refused.detail);
        EXPECT_EQ(problem.transaction_id, "abc123");
    }
}

TEST(ApiReply, IsNoResultWhenItWasCutShort) {
    for (const char* body :
         {R"({"result":[{"a":"1"},{"b)",
          R"({"result":[],"error":{"message":"Transaction cancelled"},"status":"failure"})",
          R"({"something":"else"})",
          R"(["result"])",
          "not JSON"}) {
        const auto reply = readApiReply(response(200, body), "query 'incident'");
        ASSERT_FALSE(reply.ok()) << body;
        EXPECT_NE(reply.problem().hint.find("cut short"), std::string::npos);
    }
}

TEST(ApiReply, RefusesJsonThatNestsWithoutEnd) {
    const auto reply = readApiReply(
        response(200,
                 R"({"result":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}"),
        "read");
    EXPECT_FALSE(reply.ok());
}

TEST(ApiReply, IsNoResultWhenItIsAPage) {
    const outbound::Response page{200, {{"Content-Type", "text/html"}}, "<html>secret</html>"};
    const auto reply = readApiReply(page, "query");
    ASSERT_FALSE(reply.ok());
    EXPECT_EQ(reply.problem().kind, Kind::Unavailable);
    EXPECT_NE(reply.problem().hint.find("hibernates"), std::string::npos);
    EXPECT_EQ(reply.problem().message.find("secret"), std::string::npos);
}

TEST(ApiReply, KeepsOnlyCountsAndIdsThatAreSome) {
    for (const char* total : {"", "x", "-1", "7x", "99999999999999999999"}) {
        const auto reply = readApiReply(
            {200, {{"X-Total-Count", total}, {"X-Transaction-ID", "a b\"c"}}, R"({"result":[]})"},
            "read");
        ASSERT_TRUE(reply.ok());
        EXPECT_FALSE(reply.value().total.has_value()) << total;
        EXPECT_EQ(reply.value().transaction_id, "");
    }
}

TEST(ApiReply, HoldsResultTotalAndTransaction) {
    const auto reply = readApiReply(
        {200, {{"X-Total-Count", "42"}, {"x-transaction-id", "f00"}}, R"({"result":[{"a":"1"}]})"},
        "read");
    ASSERT_TRUE(reply.ok());
    EXPECT_EQ(reply.value().total, 42);
    EXPECT_EQ(reply.value().transaction_id, "f00");
    EXPECT_EQ(reply.value().result.size(), 1U);
    EXPECT_TRUE(readApiReply({204, {}, ""}, "delete").ok());
}

}  // namespace
}  // namespace toolhost::servicenow
