#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <future>
#include <memory>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sstream>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "outbound/client.hpp"

#include "certificates.hpp"

namespace toolhost::outbound {
namespace {

/// Keeps a peer that hangs up from ending the process, on this thread only: the client must see to
/// its own.
void blockBrokenPipe() {
    sigset_t signals{};
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

/// Takes one TLS connection and answers "trusted" if the handshake succeeds.
class TlsServer {
public:
    explicit TlsServer(const SelfSigned& identity, std::chrono::milliseconds hesitates = {})
        : hesitates_(hesitates),
          context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free),
          listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        SSL_CTX_use_certificate(context_.get(), identity.certificate.get());
        SSL_CTX_use_PrivateKey(context_.get(), identity.key.get());
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
        listen(listener_, 1);
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serveOne(); });
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;
    ~TlsServer() {
        thread_.join();
        close(listener_);
    }

    [[nodiscard]] std::string url() const {
        return "https://127.0.0.1:" + std::to_string(port_) + "/";
    }

private:
    void serveOne() {
        blockBrokenPipe();
        const int connection = accept(listener_, nullptr, nullptr);
        std::this_thread::sleep_for(hesitates_);  // what is tested: a handshake that takes its time
        const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context_.get()), SSL_free);
        SSL_set_fd(ssl.get(), connection);
        if (SSL_accept(ssl.get()) == 1) {
            std::array<char, 4096> request{};
            SSL_read(ssl.get(), request.data(), request.size());
            const std::string reply = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\ntrusted";
            SSL_write(ssl.get(), reply.data(), static_cast<int>(reply.size()));
            SSL_shutdown(ssl.get());
        }
        close(connection);
    }

    const std::chrono::milliseconds hesitates_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    int listener_;
    int port_ = 0;
    std::thread thread_;
};

Settings trusting(const std::string& ca_file) {
    Settings settings;
    settings.ca_file = ca_file;
    return settings;
}

Outcome fetch(const std::string& url, const Settings& settings) {
    std::ostringstream written;
    base::Log log(written, base::LogLevel::Debug);
    const base::SystemClock clock;
    Client client(settings, clock, log);
    std::promise<Outcome> outcome;
    Request request;
    request.url = url;
    client.send(request, {}, [&](Outcome came) { outcome.set_value(std::move(came)); });
    return outcome.get_future().get();
}

TEST(ClientTls, RefusesACertificateNobodyVouchesFor) {
    const SelfSigned identity("IP:127.0.0.1");
    const TlsServer server(identity);
    const auto outcome = fetch(server.url(), Settings{});
    ASSERT_TRUE(std::holds_alternative<Failure>(outcome));
    EXPECT_EQ(std::get<Failure>(outcome).kind, Failure::Kind::Tls);
}

TEST(ClientTls, RefusesACertificateForAnotherHost) {
    const SelfSigned identity("DNS:elsewhere.example");
    const PemFile trusted(identity.certificate.get());
    const TlsServer server(identity);
    const auto outcome = fetch(server.url(), trusting(trusted.path()));
    ASSERT_TRUE(std::holds_alternative<Failure>(outcome));
    EXPECT_EQ(std::get<Failure>(outcome).kind, Failure::Kind::Tls);
}

TEST(ClientTls, AcceptsWhatTheConfiguredFileVouchesFor) {
    const SelfSigned identity("IP:127.0.0.1");
    const PemFile trusted(identity.certificate.get());
    const TlsServer server(identity);
    const auto outcome = fetch(server.url(), trusting(trusted.path()));
    ASSERT_TRUE(std::holds_alternative<Response>(outcome)) << std::get<Failure>(outcome).what;
    EXPECT_EQ(std::get<Response>(outcome).body, "trusted");
}

TEST(ClientTls, HasTimeOfItsOwnOnceConnected) {
    const SelfSigned identity("IP:127.0.0.1");
    const PemFile trusted(identity.certificate.get());
    const TlsServer server(identity, std::chrono::milliseconds(300));
    Settings settings = trusting(trusted.path());
    settings.connect_timeout = std::chrono::milliseconds(100);
    const auto outcome = fetch(server.url(), settings);
    ASSERT_TRUE(std::holds_alternative<Response>(outcome)) << std::get<Failure>(outcome).what;
}

}  // namespace
}  // namespace toolhost::outbound
