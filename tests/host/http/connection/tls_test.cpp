#include <chrono>
#include <fstream>
#include <memory>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string>
#include <utility>
#include <vector>

#include "http/connection/tls_context.hpp"

#include "server_fixture.hpp"
#include "tls_files.hpp"

namespace toolhost::http {
namespace {

using std::chrono::milliseconds;

/// A client that speaks TLS and believes every certificate.
class TlsClient {
public:
    explicit TlsClient(RawClient& raw, int version_max = TLS1_3_VERSION)
        : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free),
          session_((SSL_CTX_set_max_proto_version(context_.get(), version_max),
                    SSL_CTX_set_min_proto_version(context_.get(), 0),
                    SSL_new(context_.get())),
                   SSL_free) {
        SSL_set_fd(session_.get(), raw.socket());
    }

    bool shakeHands() { return SSL_connect(session_.get()) == 1; }
    void send(const std::string& text) {
        SSL_write(session_.get(), text.data(), static_cast<int>(text.size()));
    }
    std::string readAll() {
        std::string text;
        std::array<char, 4096> bytes{};
        int count = 0;
        while ((count = SSL_read(session_.get(), bytes.data(), bytes.size())) > 0) {
            text.append(bytes.data(), static_cast<std::size_t>(count));
        }
        return text;
    }
    /// Whether the other end said that it is done, so that nothing was cut off.
    bool wasToldGoodbye() {
        return (SSL_get_shutdown(session_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    }
    std::string nameOfServer() {
        const std::unique_ptr<X509, void (*)(X509*)> shown(
            SSL_get1_peer_certificate(session_.get()), X509_free);
        std::array<char, 64> name{};
        X509_NAME_get_text_by_NID(
            X509_get_subject_name(shown.get()), NID_commonName, name.data(), name.size());
        return name.data();
    }
    std::string protocol() { return SSL_get_version(session_.get()); }
    std::string cipher() { return SSL_get_cipher_name(session_.get()); }
    SSL* session() { return session_.get(); }

private:
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
    std::unique_ptr<SSL, void (*)(SSL*)> session_;
};

class TlsTest : public ServerTest {
protected:
    TlsTest() {
        settings_.tls_certificate_file = files_.certificate();
        settings_.tls_key_file = files_.key();
    }

    TlsFiles files_{"first.example"};
    Settings settings_ = testSettings();
};

TEST(TlsContext, RefusesAKeyThatOthersMayReadOrThatIsAnothers) {
    TlsFiles one("one.example");
    const TlsFiles other("other.example");
    EXPECT_TRUE(TlsContext::load(one.certificate(), one.key()).ok());
    EXPECT_FALSE(TlsContext::load(one.certificate(), other.key()).ok());
    EXPECT_FALSE(TlsContext::load(one.folder() / "none.pem", one.key()).ok());
    EXPECT_FALSE(TlsContext::load(one.certificate(), one.folder() / "none.key").ok());
    EXPECT_FALSE(TlsContext::load(one.key(), one.key()).ok());
    std::filesystem::permissions(
        one.key(), std::filesystem::perms::others_read, std::filesystem::perm_options::add);
    const auto refused = TlsContext::load(one.certificate(), one.key());
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().what.find("chmod 600"), std::string::npos);
}

TEST_F(TlsTest, AnswersWhoSpeaksHttpWithoutTls) {
    start(settings_);
    const auto answer = ask(get("/hello"));
    EXPECT_EQ(answer.substr(0, 13), "HTTP/1.1 400 ");
    EXPECT_NE(answer.find("https://"), std::string::npos);
}

TEST_F(TlsTest, AnswersTlsOnAPortWithoutItInPlainWords) {
    start();
    EXPECT_EQ(ask(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11)).substr(0, 13),
              "HTTP/1.1 400 ");
}

TEST_F(TlsTest, SpeaksNothingOlderThanTls12) {
    start(settings_);
    auto raw = connect();
    TlsClient client(raw, TLS1_1_VERSION);
    EXPECT_FALSE(client.shakeHands());
}

TEST_F(TlsTest, AnswersOverBothVersionsWithForwardSecrecy) {
    start(settings_);
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto raw = connect();
        TlsClient client(raw, version);
        ASSERT_TRUE(client.shakeHands());
        EXPECT_EQ(client.protocol(), version == TLS1_3_VERSION ? "TLSv1.3" : "TLSv1.2");
        if (version == TLS1_2_VERSION) {
            EXPECT_EQ(client.cipher().substr(0, 6), "ECDHE-");
        }
        client.send(get("/hello", kClose));
        const auto answer = client.readAll();
        EXPECT_NE(answer.find("hello "), std::string::npos);
        EXPECT_NE(answer.find("Strict-Transport-Security: "), std::string::npos);
        EXPECT_TRUE(client.wasToldGoodbye());
    }
}

TEST_F(TlsTest, SeesTheSecondRequestOfOneRecord) {
    start(settings_);
    auto raw = connect();
    TlsClient client(raw);
    ASSERT_TRUE(client.shakeHands());
    const std::string body(5000, 'x');
    client.send(post("/hello", "Content-Length: 5000\r\n", body) + get("/later") +
                get("/hello", kClose));
    awaitLater().respond({200, {}, "second"});
    const auto answers = client.readAll();
    EXPECT_EQ(count(answers, "HTTP/1.1 200 OK"), 3U);
    EXPECT_LT(answers.find(body), answers.find("second"));
}

TEST_F(TlsTest, AgreesOnHttp11AndNothingElse) {
    start(settings_);
    const std::vector<std::pair<std::string, bool>> offers = {
        {"\x02h2\x08http/1.1", true}, {"\x08http/1.1", true}, {"\x02h2", false}};
    for (const auto& [offer, agrees] : offers) {
        auto raw = connect();
        TlsClient client(raw);
        SSL_set_alpn_protos(client.session(),
                            reinterpret_cast<const unsigned char*>(offer.data()),
                            static_cast<unsigned>(offer.size()));
        EXPECT_EQ(client.shakeHands(), agrees) << offer;
    }
}

TEST_F(TlsTest, ShowsARenewedCertificateFromThenOn) {
    start(settings_);
    const auto shown = [this] {
        auto raw = connect();
        TlsClient client(raw);
        return client.shakeHands() ? client.nameOfServer() : std::string("nobody");
    };
    EXPECT_EQ(shown(), "first.example");
    std::ofstream(files_.certificate()) << "broken";
    EXPECT_FALSE(server_->reloadCertificate(settings_).ok());
    EXPECT_EQ(shown(), "first.example");
    files_.renew("second.example");
    EXPECT_TRUE(server_->reloadCertificate(settings_).ok());
    EXPECT_EQ(shown(), "second.example");
}

TEST_F(TlsTest, GivesUpOnAHandshakeThatDoesNotCome) {
    settings_.tls_handshake_timeout = milliseconds(200);
    start(settings_);
    auto silent = connect();
    EXPECT_EQ(silent.readAll(), "");
    EXPECT_TRUE(silent.isClosed());
}

TEST_F(TlsTest, StreamsEvents) {
    start(settings_);
    auto raw = connect();
    TlsClient client(raw);
    ASSERT_TRUE(client.shakeHands());
    client.send(get("/later", kClose));
    auto stream = awaitLater().request.open_stream();
    ASSERT_NE(stream, nullptr);
    EXPECT_TRUE(stream->send({.data = std::string(100'000, '1')}));
    stream.reset();
    const auto text = client.readAll();
    EXPECT_NE(text.find(std::string(100'000, '1') + "\n\n"), std::string::npos);
    EXPECT_EQ(text.substr(text.size() - 5), "0\r\n\r\n");
}

}  // namespace
}  // namespace toolhost::http
