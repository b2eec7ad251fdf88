#include "identity/addresses.hpp"

#include <gtest/gtest.h>

namespace toolhost::identity {
namespace {

TEST(Addresses, RefuseWhatIsNoBareOrigin) {
    for (const char* url : {"",
                            "host.example",
                            "https://",
                            "https://host.example/",
                            "https://host.example/base",
                            "https://host.example?x",
                            "https://host.example#x",
                            "https://user@host.example",
                            "ftp://host.example",
                            "HTTPS://host.example",
                            "https://host.example\n",
                            "https://host.example\""})
        EXPECT_FALSE(Addresses::from(url)) << url;
}

TEST(Addresses, AreAllMadeFromThePublicUrl) {
    const auto addresses = Addresses::from("http://127.0.0.1:8080");
    ASSERT_TRUE(addresses);
    EXPECT_EQ(addresses.value().issuer, "http://127.0.0.1:8080");
    EXPECT_EQ(addresses.value().resource, "http://127.0.0.1:8080/mcp");
    EXPECT_EQ(addresses.value().resource_metadata,
              "http://127.0.0.1:8080/.well-known/oauth-protected-resource/mcp");
    EXPECT_EQ(addresses.value().token_endpoint, "http://127.0.0.1:8080/oauth/token");
    EXPECT_EQ(addresses.value().jwks_uri, "http://127.0.0.1:8080/.well-known/jwks.json");
    EXPECT_TRUE(Addresses::from("https://[::1]:8443"));
}

}  // namespace
}  // namespace toolhost::identity
