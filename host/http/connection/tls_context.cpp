#include "http/connection/tls_context.hpp"

#include <array>
#include <cerrno>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string>
#include <string_view>
#include <sys/stat.h>

#include "base/descriptor.hpp"

namespace toolhost::http {
namespace {

/// Forward secrecy and authenticated encryption only. Those of TLS 1.3 are so by themselves.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr const char* kGroups = "X25519:P-256:P-384";
constexpr std::string_view kHttp11 = "\x08http/1.1";

/// What was attempted and OpenSSL's oldest complaint, whose queue is emptied.
base::Error refused(const std::string& attempted, std::string_view remedy) {
    std::array<char, 256> words{};
    ERR_error_string_n(ERR_get_error(), words.data(), words.size());
    ERR_clear_error();
    return {attempted + ": " + words.data() + "; " + std::string(remedy)};
}

/// HTTP/1.1 for who offers it; who offers other protocols only learns at once that there is none.
int chooseProtocol(SSL* /*session*/,
                   const unsigned char** chosen,
                   unsigned char* length,
                   const unsigned char* offered,
                   unsigned offered_length,
                   void* /*context*/) {
    unsigned char* found = nullptr;
    const auto* ours = reinterpret_cast<const unsigned char*>(kHttp11.data());
    const auto outcome = SSL_select_next_proto(
        &found, length, ours, static_cast<unsigned>(kHttp11.size()), offered, offered_length);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// No resumption: nothing that outlives a connection could decrypt it.
bool choose(SSL_CTX* context) {
    SSL_CTX_set_options(context,
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                         SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
    SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return 0; });
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_num_tickets(context, 0) == 1 &&
           SSL_CTX_set_cipher_list(context, kCiphers) == 1 &&
           SSL_CTX_set1_groups_list(context, kGroups) == 1;
}

base::Result<base::Done> checkPrivate(const std::filesystem::path& key_file) {
    struct stat status {};
    const std::string attempted = "read the key " + key_file.string();
    if (stat(key_file.c_str(), &status) != 0) {
        return base::systemError(
            attempted, errno, "set listen.tls.key_file to a file that this user can read");
    }
    if ((status.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
        return base::Error{attempted + ": others may use the file; chmod 600 it"};
    }
    return base::Done{};
}

}  // namespace

base::Result<std::shared_ptr<const TlsContext>> TlsContext::load(
    const std::filesystem::path& certificate_file, const std::filesystem::path& key_file) {
    if (auto checked = checkPrivate(key_file); !checked.ok()) return checked.error();
    ERR_clear_error();
    const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!context || !choose(context.get())) {
        return refused("set up TLS", "this build of OpenSSL lacks what the host asks of it");
    }
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1) {
        return refused("read the certificate " + certificate_file.string(),
                       "set listen.tls.certificate_file to PEM text, the host's own first");
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
        return refused("read the key " + key_file.string(),
                       "set listen.tls.key_file to the certificate's key, PEM, not encrypted");
    }
    return std::shared_ptr<const TlsContext>(new TlsContext(context));
}

SSL* TlsContext::newSession(int socket) const {
    SSL* session = SSL_new(context_.get());
    if (session == nullptr) return nullptr;
    if (SSL_set_fd(session, socket) != 1) {
        SSL_free(session);
        return nullptr;
    }
    SSL_set_accept_state(session);
    return session;
}

}  // namespace toolhost::http
