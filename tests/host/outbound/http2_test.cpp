#include <gtest/gtest.h>

#include "node_server.hpp"
#include "sender.hpp"

namespace toolhost::outbound {
namespace {

class Http2 : public testing::Test {
protected:
    void SetUp() override {
        if (!NodeServer::isAvailable()) GTEST_SKIP() << "needs Node.js";
        server_ = std::make_unique<NodeServer>();
        Settings settings;
        settings.ca_file = server_->caFile();
        sender_ = std::make_unique<Sender>(settings);
    }
    std::string ask(const std::string& path) {
        return responseOf(sender_->send(get(server_->url() + path))).body;
    }

    std::unique_ptr<NodeServer> server_;
    std::unique_ptr<Sender> sender_;
};

TEST_F(Http2, IsSpokenWithAServerThatOffersIt) {
    EXPECT_EQ(ask("/version"), "2.0");
    const auto snapshot = sender_->client().snapshot();
    EXPECT_EQ(snapshot.http2_answers, 1U);
    EXPECT_EQ(snapshot.tls_time.total(), 1U);
}

TEST_F(Http2, CarriesManyRequestsOverOneConnection) {
    constexpr int kRequests = 50;
    std::vector<std::future<Outcome>> outcomes;
    for (int i = 0; i < kRequests; ++i)
        outcomes.push_back(sender_->start(get(server_->url() + "/hold?50")));
    for (auto& outcome : outcomes)
        EXPECT_EQ(responseOf(outcome.get()).body, "held");
    EXPECT_EQ(sender_->client().snapshot().connections_opened, 1U);
    EXPECT_NE(ask("/seen").find("\"connections\":1,"), std::string::npos);
}

TEST_F(Http2, EndsOnlyTheStreamThatIsCancelled) {
    std::stop_source stop;
    auto cancelled = sender_->start(get(server_->url() + "/hold"), stop.get_token());
    ASSERT_EQ(ask("/version"), "2.0") << "so that the other stream is under way";
    stop.request_stop();
    EXPECT_EQ(failureOf(cancelled.get()).kind, Failure::Kind::Cancelled);
    std::string seen;
    do {
        seen = ask("/seen");
    } while (seen.find("\"closed\":1,") == std::string::npos);
    EXPECT_NE(seen.find("\"connections\":1,"), std::string::npos) << seen;
}

TEST_F(Http2, IsNotWaitedForWhereTheServerSpeaksOnlyHttp1) {
    std::vector<std::future<Outcome>> outcomes;
    for (int i = 0; i < 5; ++i)
        outcomes.push_back(sender_->start(get(server_->secureProxy() + "/hold?5")));
    for (auto& outcome : outcomes)
        EXPECT_EQ(responseOf(outcome.get()).body, "held");
    EXPECT_EQ(sender_->client().snapshot().connections_opened, 5U);
    EXPECT_EQ(sender_->client().snapshot().http2_answers, 0U);
}

TEST_F(Http2, SendsABodyOfAnyMethod) {
    const std::string body(300'000, 'x');
    for (const char* method : {"POST", "PUT", "PATCH"}) {
        Request request = post(server_->url() + "/echo", body);
        request.method = method;
        EXPECT_EQ(responseOf(sender_->send(request)).body, body) << method;
    }
}

}  // namespace
}  // namespace toolhost::outbound
