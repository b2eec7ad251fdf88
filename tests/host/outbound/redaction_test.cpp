#include <gtest/gtest.h>

#include "loopback_server.hpp"
#include "sender.hpp"

namespace toolhost::outbound {
namespace {

using tests::Answer;
using tests::answer;
using tests::LoopbackServer;
using tests::SeenRequest;

Request full(const std::string& url) {
    Request request = post(url + "/path?token=secret-query#secret-fragment", "secret-body");
    request.headers = {{"Authorization", "Bearer secret-bearer"},
                       {"Cookie", "session=secret-cookie"},
                       {"X-API-Key", "secret-key"}};
    return request;
}

TEST(Redaction, KeepsSecretsOutOfFailuresAndLogs) {
    LoopbackServer server([](const SeenRequest& seen) -> std::optional<Answer> {
        const std::string status = "HTTP/1.1 200 OK\r\nSet-Cookie: secret-set\r\n";
        if (seen.target.find("/hangs") == 0) return std::nullopt;
        return Answer{status + "Content-Length: 100\r\n\r\nsecret-answer", true};
    });
    LoopbackServer nonsense([](const SeenRequest&) { return Answer{"secret-nonsense\r\n", true}; });
    std::string gone;
    {
        gone = LoopbackServer([](const SeenRequest&) { return answer(200, ""); }).url();
    }
    std::string tls = server.url();
    tls.replace(0, 4, "https");
    Settings settings;
    settings.retry_delay = std::chrono::milliseconds(1);
    settings.tls_timeout = std::chrono::milliseconds(50);
    settings.first_byte_timeout = std::chrono::milliseconds(50);
    Sender sender(settings);
    std::string told;
    for (const std::string& url : {server.url(),
                                   server.url() + "/hangs",
                                   nonsense.url(),
                                   gone,
                                   tls,
                                   std::string("http://secret-user:secret-password@127.0.0.1:1"),
                                   std::string("http://name.invalid"),
                                   std::string("nonsense")}) {
        const auto failure = failureOf(sender.send(full(url)));
        EXPECT_NE(failure.what, "(it answered)") << url;
        told += failure.what + "\n";
    }
    told += sender.endAndReadLog();
    EXPECT_EQ(told.find("secret-"), std::string::npos) << told;
    EXPECT_NE(told.find("/path"), std::string::npos) << "it still says what was asked";
}

}  // namespace
}  // namespace toolhost::outbound
