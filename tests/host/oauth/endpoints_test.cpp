#include "oauth/endpoints.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "oauth_house.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;

constexpr const char* kDocuments[] = {"/.well-known/oauth-authorization-server",
                                      "/.well-known/openid-configuration",
                                      "/.well-known/oauth-protected-resource",
                                      "/.well-known/oauth-protected-resource/mcp",
                                      "/.well-known/jwks.json"};

Response get(const OauthHouse& house, const std::string& path, const std::string& method = "GET") {
    return house.answer({method, path, {}, {}, {}, {}});
}

TEST(Endpoints, ServeNothingOutsideTheirPaths) {
    const OauthHouse house;
    for (const char* path : {"/", "/mcp", "/oauth", "/.well-known", "/healthz", "/OAUTH/token"})
        EXPECT_FALSE(house.endpoints.serves(path)) << path;
    for (const char* path : {"/oauth/token", "/oauth/x", "/.well-known/jwks.json"})
        EXPECT_TRUE(house.endpoints.serves(path)) << path;
}

TEST(Endpoints, AnswerUnknownPathsInJson) {
    const OauthHouse house;
    for (const char* path : {"/oauth/token/",
                             "/oauth/register",
                             "/oauth/../mcp",
                             "/.well-known/oauth-authorization-server/mcp",
                             "/.well-known/../admin",
                             "/.well-known/jwks.json%00"}) {
        const auto response = get(house, path);
        EXPECT_EQ(response.status, 404) << path;
        EXPECT_EQ(headerOf(response, "Content-Type"), "application/json");
        EXPECT_EQ(headerOf(response, "Cache-Control"), "no-store");
        EXPECT_TRUE(Json::accept(response.body));
    }
}

TEST(Endpoints, RefuseToSignInUsersInsteadOfPretending) {
    const OauthHouse house;
    const auto response = get(house, "/oauth/authorize");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(Json::parse(response.body)["error"], "unsupported_response_type");
    EXPECT_EQ(headerOf(response, "Access-Control-Allow-Origin"), "");
}

TEST(Endpoints, RefuseToChangeADocument) {
    const OauthHouse house;
    for (const char* path : kDocuments)
        for (const char* method : {"POST", "PUT", "DELETE", "TRACE", "get"}) {
            const auto response = get(house, path, method);
            EXPECT_EQ(response.status, 405) << method << ' ' << path;
            EXPECT_EQ(headerOf(response, "Allow"), "GET, HEAD, OPTIONS");
        }
}

TEST(Endpoints, GiveEachDocumentToAnybodyForAWhile) {
    const OauthHouse house;
    for (const char* path : kDocuments) {
        const auto response = get(house, path);
        EXPECT_EQ(response.status, 200) << path;
        EXPECT_TRUE(Json::accept(response.body)) << path;
        EXPECT_EQ(headerOf(response, "Cache-Control"), "public, max-age=300");
        EXPECT_EQ(headerOf(response, "Access-Control-Allow-Origin"), "*");
        const auto head = get(house, path, "HEAD");
        EXPECT_EQ(head.headers, response.headers);
        EXPECT_EQ(head.body, "");
        const auto preflight = get(house, path, "OPTIONS");
        EXPECT_EQ(preflight.status, 204);
        EXPECT_EQ(headerOf(preflight, "Access-Control-Allow-Methods"), "GET, HEAD, OPTIONS");
    }
}

TEST(Endpoints, DescribeTheServerAsItIs) {
    const OauthHouse house;
    EXPECT_EQ(Json::parse(get(house, "/.well-known/oauth-authorization-server").body),
              Json::parse(R"({
            "issuer": "https://host.example",
            "authorization_endpoint": "https://host.example/oauth/authorize",
            "token_endpoint": "https://host.example/oauth/token",
            "jwks_uri": "https://host.example/.well-known/jwks.json",
            "response_types_supported": [],
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "scopes_supported": ["mcp:tools"]})"));
    EXPECT_EQ(Json::parse(get(house, "/.well-known/oauth-protected-resource/mcp").body),
              Json::parse(R"({
            "resource": "https://host.example/mcp",
            "resource_name": "toolhost",
            "authorization_servers": ["https://host.example"],
            "scopes_supported": ["mcp:tools"],
            "bearer_methods_supported": ["header"]})"));
}

TEST(Endpoints, PublishTheKeyThatSignsTheTokens) {
    const OauthHouse house;
    const auto response = get(house, "/.well-known/jwks.json");
    EXPECT_EQ(headerOf(response, "Content-Type"), "application/jwk-set+json");
    const auto set = Json::parse(response.body);
    ASSERT_EQ(set["keys"].size(), 1U);
    EXPECT_EQ(set["keys"][0]["kid"], house.keys.active().id());
    EXPECT_EQ(set["keys"][0]["alg"], "ES256");
    EXPECT_FALSE(set["keys"][0].contains("d"));
}

}  // namespace
}  // namespace toolhost::oauth
