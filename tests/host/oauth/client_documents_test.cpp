#include "oauth/client_documents.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "browser.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;

constexpr const char* kAddress = "https://client.example/oauth/client.json";

Json good() {
    return {{"client_id", kAddress},
            {"client_name", "Example"},
            {"redirect_uris", {"https://client.example/cb"}},
            {"grant_types", {"authorization_code", "refresh_token"}},
            {"token_endpoint_auth_method", "none"}};
}

TEST(ClientDocument, CannotStandAtAnyAddress) {
    for (const char* address : {"http://client.example/x",
                                "https://client.example",
                                "https:///x",
                                "https://user@client.example/x",
                                "https://client.example/x#y",
                                "https://client.example/./x",
                                "https://client.example/a/../x",
                                "https://client.example/%2E%2e/x",
                                "https://client.example/x y",
                                "https://client.example\\@evil.example/x"})
        EXPECT_NE(documentAddressFault(address), "") << address;
    EXPECT_EQ(documentAddressFault(kAddress), "");
    EXPECT_EQ(documentAddressFault("https://vscode.dev/oauth/client-metadata.json"), "");
}

TEST(ClientDocument, IsRefusedWhenItIsNotOfItsAddress) {
    const auto at = identity::at(identity::kNoon);
    for (const auto& changes : {Json{{"client_id", "https://other.example/client.json"}},
                                Json{{"client_id", std::string(kAddress) + '/'}},
                                Json{{"client_secret", "x"}},
                                Json{{"token_endpoint_auth_method", "client_secret_post"}},
                                Json{{"redirect_uris", Json::array()}},
                                Json{{"redirect_uris", {"javascript:x"}}}}) {
        auto document = good();
        document.update(changes);
        EXPECT_FALSE(readClientDocument(kAddress, document.dump(), at)) << changes;
    }
    EXPECT_FALSE(readClientDocument(kAddress, "<html>", at));
    EXPECT_FALSE(readClientDocument(kAddress, "[]", at));
}

TEST(ClientDocument, DescribesAPublicClientUnlessItSaysOtherwise) {
    auto document = good();
    document.erase("token_endpoint_auth_method");
    const auto client =
        readClientDocument(kAddress, document.dump(), identity::at(identity::kNoon));
    ASSERT_TRUE(client) << client.error().what;
    EXPECT_EQ(client.value().id, kAddress);
    EXPECT_EQ(client.value().name, "Example");
    EXPECT_EQ(client.value().proof, identity::ClientProof::None);
    EXPECT_EQ(client.value().origin, identity::ClientOrigin::Document);
}

TEST(ClientDocument, IsNotFetchedFromAHostThatIsNotAllowedOrNotPublic) {
    SignInHouse house;
    Settings settings;
    settings.document_hosts = {"allowed.example", "127.0.0.1", "localhost"};
    outbound::Client outbound({}, house.clock, house.log);
    const ClientDocuments documents(settings, &outbound, house.clock, house.log);
    EXPECT_TRUE(documents.describe(kAddress));
    EXPECT_FALSE(documents.describe("client_0123"));
    const auto not_allowed = documents.fetch(kAddress);
    ASSERT_FALSE(not_allowed);
    EXPECT_NE(not_allowed.error().what.find("oauth.client_documents"), std::string::npos);
    EXPECT_FALSE(documents.fetch("https://sub.allowed.example/x"));
    for (const char* address : {"https://127.0.0.1/x", "https://localhost/x"}) {
        const auto refused = documents.fetch(address);
        ASSERT_FALSE(refused);
        EXPECT_NE(refused.error().what.find("refused"), std::string::npos) << refused.error().what;
    }
}

TEST(ClientDocument, IsNotAskedForWhereNothingIsFetched) {
    SignInHouse house;
    const ClientDocuments documents({}, nullptr, house.clock, house.log);
    EXPECT_FALSE(documents.areTaken());
    EXPECT_FALSE(documents.describe(kAddress));
}

}  // namespace
}  // namespace toolhost::oauth
