#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sstream>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "outbound/client.hpp"

namespace toolhost::outbound {
namespace {

/// A certificate for 127.0.0.1 that vouches for itself, and its key.
struct SelfSigned {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), X509_free};

    explicit SelfSigned(const char* subject_alternative_name) {
        X509* x509 = certificate.get();
        X509_set_version(x509, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
        X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
        X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
        X509_set_pubkey(x509, key.get());
        X509_NAME* name = X509_get_subject_name(x509);
        const auto* text = reinterpret_cast<const unsigned char*>("test");
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
        X509_set_issuer_name(x509, name);
        X509_EXTENSION* extension =
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, subject_alternative_name);
        X509_add_ext(x509, extension, -1);
        X509_EXTENSION_free(extension);
        X509_sign(x509, key.get(), EVP_sha256());
    }
};

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
    explicit TlsServer(const SelfSigned& identity)
        : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free),
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

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    int listener_;
    int port_ = 0;
    std::thread thread_;
};

/// A file of its own that goes with the test.
class PemFile {
public:
    explicit PemFile(const X509* certificate) {
        static int count = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("outbound_tls_" + std::to_string(getpid()) + "_" + std::to_string(count++));
        FILE* file = fopen(path_.c_str(), "w");
        PEM_write_X509(file, certificate);
        fclose(file);
    }
    PemFile(const PemFile&) = delete;
    PemFile& operator=(const PemFile&) = delete;
    ~PemFile() { std::filesystem::remove(path_); }
    [[nodiscard]] std::string path() const { return path_; }

private:
    std::filesystem::path path_;
};

Outcome fetch(const std::string& url, const std::string& ca_file) {
    std::ostringstream written;
    base::Log log(written, base::LogLevel::Debug);
    const base::SystemClock clock;
    Settings settings;
    settings.ca_file = ca_file;
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
    const auto outcome = fetch(server.url(), "");
    ASSERT_TRUE(std::holds_alternative<Failure>(outcome));
    EXPECT_EQ(std::get<Failure>(outcome).kind, Failure::Kind::Tls);
}

TEST(ClientTls, RefusesACertificateForAnotherHost) {
    const SelfSigned identity("DNS:elsewhere.example");
    const PemFile trusted(identity.certificate.get());
    const TlsServer server(identity);
    const auto outcome = fetch(server.url(), trusted.path());
    ASSERT_TRUE(std::holds_alternative<Failure>(outcome));
    EXPECT_EQ(std::get<Failure>(outcome).kind, Failure::Kind::Tls);
}

TEST(ClientTls, AcceptsWhatTheConfiguredFileVouchesFor) {
    const SelfSigned identity("IP:127.0.0.1");
    const PemFile trusted(identity.certificate.get());
    const TlsServer server(identity);
    const auto outcome = fetch(server.url(), trusted.path());
    ASSERT_TRUE(std::holds_alternative<Response>(outcome)) << std::get<Failure>(outcome).what;
    EXPECT_EQ(std::get<Response>(outcome).body, "trusted");
}

}  // namespace
}  // namespace toolhost::outbound
