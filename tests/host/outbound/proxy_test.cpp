#include <cstdlib>

#include <gtest/gtest.h>

#include "loopback_server.hpp"
#include "node_server.hpp"
#include "sender.hpp"

namespace toolhost::outbound {
namespace {

using tests::answer;
using tests::LoopbackServer;
using tests::SeenRequest;

TEST(Proxy, IgnoresProxiesOfTheEnvironment) {
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    LoopbackServer server([](const SeenRequest&) { return answer(200, "direct"); });
    EXPECT_EQ(responseOf(Sender().send(get(server.url()))).body, "direct");
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
}

TEST(Proxy, GoesThroughTheConfiguredProxy) {
    setenv("no_proxy", "*", 1);
    LoopbackServer proxy([](const SeenRequest&) { return answer(200, "by proxy"); });
    Settings settings;
    settings.proxy = proxy.url();
    EXPECT_EQ(responseOf(Sender(settings).send(get("http://example.invalid/x"))).body, "by proxy");
    EXPECT_EQ(proxy.requests().at(0).target, "http://example.invalid/x");
    unsetenv("no_proxy");
}

TEST(Proxy, IsPassedByForItsExceptions) {
    LoopbackServer proxy([](const SeenRequest&) { return answer(200, "by proxy"); });
    LoopbackServer server([](const SeenRequest&) { return answer(200, "direct"); });
    Settings settings;
    settings.proxy = proxy.url();
    settings.proxy_exceptions = {"internal.example", "127.0.0.1"};
    Sender sender(settings);
    EXPECT_EQ(responseOf(sender.send(get(server.url()))).body, "direct");
    EXPECT_EQ(responseOf(sender.send(get("http://example.invalid/"))).body, "by proxy");
}

TEST(Proxy, ThatRefusesATunnelMeansThatNothingWasSent) {
    LoopbackServer proxy([](const SeenRequest&) {
        return answer(407, "who are you?", "Proxy-Authenticate: Basic realm=\"x\"\r\n");
    });
    Settings settings;
    settings.proxy = proxy.url();
    settings.proxy_user = "host";
    settings.proxy_password = base::Secret("hunter2");
    Sender sender(settings);
    Request request = post("https://example.invalid/", "body");
    request.headers = {{"Authorization", "Bearer abc"}};
    const auto failure = failureOf(sender.send(request));
    EXPECT_EQ(failure.kind, Failure::Kind::Unreachable) << failure.what;
    const auto seen = proxy.requests().at(0);
    EXPECT_EQ(seen.method, "CONNECT");
    EXPECT_EQ(seen.header("Proxy-Authorization"), "Basic aG9zdDpodW50ZXIy");
    EXPECT_EQ(seen.header("Authorization"), "") << "what is for the server is not for the proxy";
    const std::string log = sender.endAndReadLog();
    for (const char* secret : {"hunter2", "aG9zdDpodW50ZXIy", "Bearer abc"}) {
        EXPECT_EQ(log.find(secret), std::string::npos) << log;
        EXPECT_EQ(failure.what.find(secret), std::string::npos) << failure.what;
    }
}

TEST(Proxy, TunnelsTlsAsIfItWereNotThere) {
    if (!NodeServer::isAvailable()) GTEST_SKIP() << "needs Node.js";
    NodeServer server;
    for (const auto& proxy : {server.proxy(), server.secureProxy()}) {
        Settings settings;
        settings.ca_file = server.caFile();
        settings.proxy = proxy;
        settings.proxy_user = "host";
        settings.proxy_password = base::Secret("hunter2");
        Sender sender(settings);
        const auto response = responseOf(sender.send(get(server.url() + "/version")));
        EXPECT_EQ(response.body, "2.0");
        EXPECT_FALSE(response.findHeader("X-Of-Proxy"));
        const auto seen = responseOf(sender.send(get(server.url() + "/seen"))).body;
        EXPECT_NE(seen.find("\"to\":\"127.0.0.1:" + server.port()), std::string::npos) << seen;
        EXPECT_NE(seen.find("Basic aG9zdDpodW50ZXIy"), std::string::npos) << seen;
    }
}

TEST(Proxy, IsVerifiedAsStrictlyAsAServer) {
    if (!NodeServer::isAvailable()) GTEST_SKIP() << "needs Node.js";
    NodeServer server;
    Settings settings;
    settings.proxy = server.secureProxy();
    EXPECT_EQ(failureOf(Sender(settings).send(get("https://example.invalid/"))).kind,
              Failure::Kind::Tls);
}

}  // namespace
}  // namespace toolhost::outbound
