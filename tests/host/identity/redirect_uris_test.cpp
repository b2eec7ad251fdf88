#include "identity/redirect_uris.hpp"

#include <gtest/gtest.h>

namespace toolhost::identity {
namespace {

TEST(RedirectUri, IsRefusedWhenItCouldLeadAStrangerIn) {
    for (const char* uri : {"",
                            "callback",
                            "/callback",
                            "//evil.example/",
                            "http://client.example/callback",
                            "http://127.0.0.1.evil.example/callback",
                            "http://127.0.0.2/callback",
                            "http://localhost.evil.example/",
                            "https://",
                            "https:///path",
                            "https://user@client.example/",
                            "https://user:pass@client.example/",
                            "https://client.example:port/",
                            "https://client.example:/",
                            "https://*.example/",
                            "https://client.example/*|",
                            "https://client.example/#fragment",
                            "https://client.example/ space",
                            "https://client.example/\r\nSet-Cookie:a=b",
                            "https://client.example\\@evil.example/",
                            "https://client.example/<script>",
                            "HTTPS://client.example/",
                            "javascript:alert(1)",
                            "data:text/html,x",
                            "vbscript:x",
                            "file:///etc/passwd",
                            "blob:https://client.example/x",
                            "about:blank",
                            "mailto:a@b",
                            "myapp:/callback",
                            "com.example.app",
                            "Com.Example:/x"})
        EXPECT_NE(redirectFault(uri), "") << uri;
    EXPECT_NE(redirectFault("https://client.example/" + std::string(2048, 'x')), "");
}

TEST(RedirectUri, IsTakenWhenAnHonestClientUsesIt) {
    for (const char* uri : {"https://claude.ai/api/mcp/auth_callback",
                            "https://client.example",
                            "https://client.example:8443/callback?keep=this&that=%20",
                            "https://inst.service-now.com/oauth_redirect.do",
                            "http://127.0.0.1/",
                            "http://127.0.0.1:33418/",
                            "http://localhost:3334/oauth/callback",
                            "http://[::1]:1/cb",
                            "cursor://anysphere.cursor-deeplink/mcp/auth",
                            "vscode://vscode.github-authentication/did-authenticate",
                            "com.example.app:/oauth"})
        EXPECT_EQ(redirectFault(uri), "") << uri;
}

TEST(RedirectUri, OfLoopbackDiffersInItsPortOnly) {
    const std::string registered = "http://127.0.0.1:1000/cb";
    for (const char* uri :
         {"http://127.0.0.1:1/cb", "http://127.0.0.1:65535/cb", "http://127.0.0.1/cb"})
        EXPECT_TRUE(isSameRedirect(registered, uri)) << uri;
    EXPECT_TRUE(isSameRedirect("http://127.0.0.1/", "http://127.0.0.1:33419/"));
    EXPECT_TRUE(isSameRedirect("http://[::1]/cb", "http://[::1]:5/cb"));
    for (const char* uri : {"http://localhost:1000/cb",
                            "http://127.0.0.2:1000/cb",
                            "http://[::1]:1000/cb",
                            "http://127.0.0.1.evil/cb",
                            "https://127.0.0.1:1000/cb",
                            "http://127.0.0.1:1000/cb/",
                            "http://127.0.0.1:1000/CB",
                            "http://127.0.0.1:1000/cb?x",
                            "http://127.0.0.1:x/cb",
                            "http://127.0.0.1:1000@evil/cb",
                            "http://127.0.0.1:1000"})
        EXPECT_FALSE(isSameRedirect(registered, uri)) << uri;
}

TEST(RedirectUri, OfAnyOtherKindIsTheSameBytes) {
    const std::string registered = "https://client.example/cb";
    EXPECT_TRUE(isSameRedirect(registered, registered));
    for (const char* uri : {"https://client.example/cb/",
                            "https://client.example:443/cb",
                            "https://CLIENT.example/cb",
                            "https://client.example/c%62",
                            "https://client.example/x/../cb",
                            "https://client.example/cb?a=b",
                            "https://client.example//cb",
                            "http://client.example/cb"})
        EXPECT_FALSE(isSameRedirect(registered, uri)) << uri;
}

TEST(RedirectUri, IsShownByWhereItLeads) {
    EXPECT_EQ(originOfRedirect("https://client.example:8443/cb?x"), "https://client.example:8443");
    EXPECT_EQ(originOfRedirect("http://127.0.0.1:5/"), "http://127.0.0.1:5");
    EXPECT_EQ(originOfRedirect("https://client.example?x"), "https://client.example");
    EXPECT_EQ(originOfRedirect("cursor://anysphere/x"), "cursor:");
    EXPECT_TRUE(isLoopbackRedirect("http://[::1]:5/"));
    EXPECT_FALSE(isLoopbackRedirect("https://localhost/"));
}

}  // namespace
}  // namespace toolhost::identity
