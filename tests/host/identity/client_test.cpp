#include "identity/client.hpp"

#include <gtest/gtest.h>

#include "crypto/signing_key.hpp"

#include "token_house.hpp"

namespace toolhost::identity {
namespace {

std::string publicKeys() {
    const auto key = crypto::SigningKey::generate(crypto::Algorithm::Es256);
    return R"({"keys":[)" + key.value().verifyingKey().publicJwk() + "]}";
}

std::string withPrivateMember(std::string jwks) {
    return jwks.insert(jwks.find("\"kty\""), R"("d":"c2VjcmV0",)");
}

ClientRequest requestWith(const std::function<void(ClientRequest&)>& change) {
    ClientRequest request;
    request.redirect_uris = {"https://client.example/cb"};
    change(request);
    return request;
}

TEST(ClientRequest, IsRefusedForEachFaultInItsOwnWords) {
    using Change = std::function<void(ClientRequest&)>;
    const std::pair<const char*, Change> rows[] = {
        {"javascript:x", [](auto& it) { it.redirect_uris = {"javascript:x"}; }},
        {"10 redirect", [](auto& it) { it.redirect_uris.assign(11, "https://client.example/cb"); }},
        {"grant type", [](auto& it) { it.grants = {"password"}; }},
        {"client_credentials",
         [](auto& it) {
             it.proof = ClientProof::None;
             it.grants = {"authorization_code", "client_credentials"};
         }},
        {"needs a redirect URI",
         [](auto& it) {
             it.proof = ClientProof::None;
             it.redirect_uris.clear();
         }},
        {"needs a redirect URI",
         [](auto& it) {
             it.grants = {"authorization_code"};
             it.redirect_uris.clear();
         }},
        {"needs the client's public keys", [](auto& it) { it.proof = ClientProof::Key; }},
        {"for private_key_jwt only", [](auto& it) { it.jwks = publicKeys(); }},
        {"cannot be used",
         [](auto& it) {
             it.proof = ClientProof::Key;
             it.jwks = R"({"keys":[]})";
         }},
        {"private key", [](auto& it) {
             it.proof = ClientProof::Key;
             it.jwks = withPrivateMember(publicKeys());
         }}};
    for (const auto& [why, change] : rows)
        EXPECT_NE(faultOf(requestWith(change)).find(why), std::string::npos)
            << why << ": " << faultOf(requestWith(change));
}

TEST(ClientRequest, MakesAClientThatMayUseWhatItsRegistrationMakesSenseOf) {
    const auto grants = [](const ClientRequest& request) {
        EXPECT_EQ(faultOf(request), "");
        return clientFrom(request, "id", at(kNoon)).grants;
    };
    using Grants = std::vector<std::string>;
    EXPECT_EQ(grants({}), Grants{"client_credentials"});
    EXPECT_EQ(grants(requestWith([](auto&) {})),
              (Grants{"authorization_code", "refresh_token", "client_credentials"}));
    EXPECT_EQ(grants(requestWith([](auto& it) { it.proof = ClientProof::None; })),
              (Grants{"authorization_code", "refresh_token"}));
    EXPECT_EQ(grants(requestWith([](auto& it) { it.grants = {"authorization_code"}; })),
              Grants{"authorization_code"});
    EXPECT_EQ(grants(requestWith([](auto& it) {
                  it.proof = ClientProof::Key;
                  it.jwks = publicKeys();
              })).size(),
              3U);
}

TEST(Client, MayUseItsGrantsOnly) {
    Client client;
    client.grants = {"authorization_code"};
    EXPECT_TRUE(client.mayUse("authorization_code"));
    EXPECT_FALSE(client.mayUse("refresh_token"));
    EXPECT_FALSE(client.mayUse(""));
}

}  // namespace
}  // namespace toolhost::identity
