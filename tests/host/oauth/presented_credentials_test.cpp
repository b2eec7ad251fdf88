#include "oauth/presented_credentials.hpp"

#include <gtest/gtest.h>

#include "base/base64.hpp"

namespace toolhost::oauth {
namespace {

using Found = std::variant<PresentedCredentials, Refusal>;

Found find(const std::vector<std::string>& authorization, const std::string& form) {
    return findCredentials({authorization.begin(), authorization.end()}, parseForm(form).value());
}

std::string basic(const std::string& pair) {
    return "Basic " + base::encodeBase64(pair);
}

const std::string kAssertionType =
    "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Of the form of an assertion; nobody looks at its signature here.
std::string assertion(const std::string& subject) {
    return base::encodeBase64Url(R"({"alg":"ES256"})") + '.' +
           base::encodeBase64Url(R"({"sub":")" + subject + "\"}") + '.' +
           base::encodeBase64Url("signature");
}

struct BadCredentials {
    std::vector<std::string> authorization;
    std::string form;
    std::string error;
};

TEST(FindCredentials, RefusesWhatIsNotOneWholeMechanism) {
    const std::vector<BadCredentials> rows{
        {{}, "", "invalid_client"},
        {{}, "client_secret=b", "invalid_client"},
        {{"Bearer x"}, "", "invalid_client"},
        {{"Basic"}, "", "invalid_client"},
        {{"Basic !!!!"}, "", "invalid_client"},
        {{"Basic YTpi "}, "", "invalid_client"},
        {{basic("no colon")}, "", "invalid_client"},
        {{basic(":secret")}, "", "invalid_client"},
        {{basic("id:")}, "", "invalid_client"},
        {{basic("id:%zz")}, "", "invalid_request"},
        {{basic("a:b"), basic("a:b")}, "", "invalid_request"},
        {{basic("a:b")}, "client_id=a&client_secret=b", "invalid_request"},
        {{basic("a:b")}, "client_id=other", "invalid_request"},
        {{basic("a:b")}, "client_assertion=x", "invalid_request"},
        {{}, "client_id=a&client_secret=b&client_assertion_type=x", "invalid_request"},
        {{}, "client_assertion=x&client_assertion_type=y", "invalid_client"},
        {{}, "client_assertion=" + assertion("a"), "invalid_client"},
        {{}, kAssertionType + "&client_assertion=x", "invalid_client"},
        {{}, kAssertionType + "&client_assertion=" + assertion(""), "invalid_client"},
        {{}, kAssertionType + "&client_id=b&client_assertion=" + assertion("a"), "invalid_request"},
    };
    for (const auto& row : rows) {
        const auto found = find(row.authorization, row.form);
        ASSERT_TRUE(std::holds_alternative<Refusal>(found)) << row.form;
        const auto& refusal = std::get<Refusal>(found);
        EXPECT_EQ(refusal.error, row.error) << row.form << ' ' << refusal.description;
        EXPECT_EQ(refusal.status, row.error == "invalid_client" ? 401 : 400);
    }
}

TEST(FindCredentials, TakesBasicAndPost) {
    const auto by_basic = std::get<PresentedCredentials>(find({basic("a:b:c")}, "client_id=a"));
    EXPECT_EQ(by_basic.client_id, "a");
    EXPECT_EQ(by_basic.client_secret.reveal(), "b:c");
    EXPECT_EQ(by_basic.method, "client_secret_basic");
    EXPECT_FALSE(by_basic.raw_client_id);
    const auto by_post =
        std::get<PresentedCredentials>(find({}, "client_id=a&client_secret=b%2Bc"));
    EXPECT_EQ(by_post.client_secret.reveal(), "b+c");
    EXPECT_EQ(by_post.method, "client_secret_post");
}

TEST(FindCredentials, TakesAnIdAloneAndAnAssertion) {
    for (const char* form : {"client_id=a", "client_id=a&client_secret="}) {
        const auto alone = std::get<PresentedCredentials>(find({}, form));
        EXPECT_EQ(alone.client_id, "a");
        EXPECT_EQ(alone.method, "none");
    }
    const auto signed_one = std::get<PresentedCredentials>(
        find({}, kAssertionType + "&client_assertion=" + assertion("a")));
    EXPECT_EQ(signed_one.client_id, "a");
    EXPECT_EQ(signed_one.assertion.reveal(), assertion("a"));
    EXPECT_EQ(signed_one.method, "private_key_jwt");
}

TEST(FindCredentials, KeepsBothReadingsOfAnEncodedSecret) {
    const auto found = std::get<PresentedCredentials>(find({basic("a:b%2Bc")}, ""));
    EXPECT_EQ(found.client_secret.reveal(), "b+c");
    ASSERT_TRUE(found.raw_client_id);
    EXPECT_EQ(found.raw_client_secret.reveal(), "b%2Bc");
}

}  // namespace
}  // namespace toolhost::oauth
