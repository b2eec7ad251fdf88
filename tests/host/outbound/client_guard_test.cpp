#include <gtest/gtest.h>

#include "fake_resolver.hpp"
#include "loopback_server.hpp"
#include "node_server.hpp"
#include "sender.hpp"

namespace toolhost::outbound {
namespace {

Request strangers(const std::string& url) {
    Request request = get(url);
    request.reach = Reach::Public;
    return request;
}

/// A server at 127.0.0.1, which counts as public as far as a test says so.
class ClientGuard : public testing::Test {
protected:
    void SetUp() override {
        if (!NodeServer::isAvailable()) GTEST_SKIP() << "needs Node.js";
        server_ = std::make_unique<NodeServer>();
    }
    Settings settings(std::vector<std::string> public_networks) const {
        Settings settings;
        settings.ca_file = server_->caFile();
        settings.public_ports = {server_->port()};
        settings.public_networks = std::move(public_networks);
        return settings;
    }
    void expectRefused(const Outcome& outcome) {
        const auto failure = failureOf(outcome);
        EXPECT_EQ(failure.kind, Failure::Kind::Refused) << failure.what;
        EXPECT_NE(failure.what.find("not public"), std::string::npos) << failure.what;
        EXPECT_EQ(failure.what.find("127.0.0"), std::string::npos)
            << "tells nobody where a name leads: " << failure.what;
    }

    std::unique_ptr<NodeServer> server_;
    FakeResolver resolver_;
};

TEST_F(ClientGuard, RefusesANameThatLeadsToAPrivateAddress) {
    for (const char* address : {"127.0.0.1",
                                "10.0.0.1",
                                "169.254.169.254",
                                "::1",
                                "fd00::1",
                                "::ffff:127.0.0.1",
                                "64:ff9b::7f00:1"}) {
        resolver_.answer("inside.host.test", {address});
        expectRefused(Sender(settings({})).send(strangers(server_->urlOf("inside.host.test"))));
    }
}

TEST_F(ClientGuard, RefusesANameOfWhichOneAddressIsPrivate) {
    resolver_.answer("mixed.host.test", {"127.0.0.2", "127.0.0.1"});
    Sender sender(settings({"127.0.0.1"}));
    expectRefused(sender.send(strangers(server_->urlOf("mixed.host.test") + "/version")));
}

TEST_F(ClientGuard, IsNotPassedByANameThatChangesItsAnswer) {
    resolver_.answer("rebinds.host.test", {"127.0.0.1"});
    const std::string url = server_->urlOf("rebinds.host.test") + "/version";
    const auto fits = settings({"127.0.0.1"});
    EXPECT_EQ(responseOf(Sender(fits).send(strangers(url))).status, 200);
    resolver_.answer("rebinds.host.test", {"127.0.0.2"});
    expectRefused(Sender(fits).send(strangers(url)));
}

TEST_F(ClientGuard, IsNotPassedByAConnectionOfThePool) {
    resolver_.answer("pooled.host.test", {"127.0.0.1"});
    Sender sender(settings({}));
    const std::string url = server_->urlOf("pooled.host.test") + "/version";
    ASSERT_EQ(responseOf(sender.send(get(url))).status, 200);
    expectRefused(sender.send(strangers(url)));
    EXPECT_EQ(sender.client().snapshot().connections_opened, 1U);
}

TEST_F(ClientGuard, LetsConfiguredUrlsGoAnywhere) {
    EXPECT_EQ(responseOf(Sender(settings({})).send(get(server_->url() + "/version"))).status, 200);
}

TEST_F(ClientGuard, RefusesTheTextBeforeAnythingIsSent) {
    Sender sender(settings({}));
    for (const std::string& url : {server_->url(),
                                   std::string("http://example.com/"),
                                   std::string("https://example.com:9/")})
        EXPECT_EQ(failureOf(sender.send(strangers(url))).kind, Failure::Kind::Refused) << url;
    EXPECT_EQ(sender.client().snapshot().attempts, 0U);
    EXPECT_EQ(sender.client().snapshot().failures(Failure::Kind::Refused), 3U);
}

TEST_F(ClientGuard, ShowsStrangersNoCertificateOfOurs) {
    auto with_certificate = settings({"127.0.0.1"});
    with_certificate.client_certificate_file = server_->caFile();
    with_certificate.client_key_file = server_->keyFile();
    Sender sender(with_certificate);
    const std::string url = server_->url() + "/certificate";
    EXPECT_EQ(responseOf(sender.send(get(url))).body, "test");
    EXPECT_EQ(responseOf(sender.send(strangers(url))).body, "none");
}

TEST_F(ClientGuard, SendsToANamedOriginAnywhereButShowsItNoCertificateOfOurs) {
    auto with_certificate = settings({});
    with_certificate.public_ports = {"443"};
    with_certificate.client_certificate_file = server_->caFile();
    with_certificate.client_key_file = server_->keyFile();
    Sender sender(with_certificate);
    Request request = get(server_->url() + "/certificate");
    request.reach = Reach::Named;
    EXPECT_EQ(responseOf(sender.send(request)).body, "none");
}

TEST_F(ClientGuard, NeverWaitsForALookupThatHangs) {
    resolver_.hang("hangs.host.test");
    auto hurried = settings({});
    hurried.connect_timeout = std::chrono::milliseconds(50);
    Sender sender(hurried);
    std::stop_source stop;
    auto cancelled = sender.start(get(server_->urlOf("hangs.host.test")), stop.get_token());
    resolver_.waitForHanging();
    const auto late = failureOf(sender.send(get(server_->urlOf("hangs.host.test"))));
    EXPECT_EQ(late.kind, Failure::Kind::Unreachable);
    EXPECT_NE(late.what.find("outbound.connect_timeout_ms"), std::string::npos) << late.what;
    stop.request_stop();
    cancelled.wait();
    EXPECT_EQ(responseOf(sender.send(get(server_->url() + "/version"))).status, 200);
}

}  // namespace
}  // namespace toolhost::outbound
