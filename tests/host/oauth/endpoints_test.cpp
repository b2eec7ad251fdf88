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
        EXPECT_FALSE(house.endpoints->serves(path)) << path;
    for (const char* path : {"/oauth/token", "/oauth/x", "/.well-known/jwks.json"})
        EXPECT_TRUE(house.endpoints->serves(path)) << path;
}

TEST(Endpoints, AnswerUnknownPathsInJson) {
    const OauthHouse house;
    for (const char* path : {"/oauth/token/",
                             "/oauth/registered",
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
    auto server = Json::parse(get(house, "/.well-known/oauth-authorization-server").body);
    for (const char* endpoint : {"introspection", "revocation", "token"}) {
        const std::string prefix = std::string(endpoint) + "_endpoint_auth_";
        EXPECT_TRUE(server.contains(prefix + "methods_supported")) << endpoint;
        server.erase(prefix + "methods_supported");
        EXPECT_TRUE(server.contains(prefix + "signing_alg_values_supported")) << endpoint;
        server.erase(prefix + "signing_alg_values_supported");
    }
    EXPECT_EQ(server, Json::parse(R"({
            "issuer": "https://host.example",
            "authorization_endpoint": "https://host.example/oauth/authorize",
            "token_endpoint": "https://host.example/oauth/token",
            "jwks_uri": "https://host.example/.well-known/jwks.json",
            "revocation_endpoint": "https://host.example/oauth/revoke",
            "introspection_endpoint": "https://host.example/oauth/introspect",
            "registration_endpoint": "https://host.example/oauth/register",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "scopes_supported": ["mcp:tools", "offline_access"],
            "authorization_response_iss_parameter_supported": true})"));
    EXPECT_EQ(Json::parse(get(house, "/.well-known/oauth-protected-resource/mcp").body),
              Json::parse(R"({
            "resource": "https://host.example/mcp",
            "resource_name": "toolhost",
            "authorization_servers": ["https://host.example"],
            "scopes_supported": ["mcp:tools"],
            "bearer_methods_supported": ["header"]})"));
}

TEST(Endpoints, NameARegistrationEndpointOnlyWhenThereIsOne) {
    const OauthHouse house({}, {.registration = Registration::Off});
    const auto server = Json::parse(get(house, "/.well-known/oauth-authorization-server").body);
    EXPECT_FALSE(server.contains("registration_endpoint"));
    EXPECT_EQ(house.post("/oauth/register", "{}").status, 404);
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
