#pragma once

#include <string>
#include <sys/types.h>

#include "certificates.hpp"

namespace toolhost::outbound {

/// tls_server.mjs as a process of its own, which ends with this object. Its certificate is for
/// 127.0.0.1 and *.host.test.
class NodeServer {
public:
    NodeServer();
    NodeServer(const NodeServer&) = delete;
    NodeServer& operator=(const NodeServer&) = delete;
    ~NodeServer();

    /// Whether there is a Node to run it.
    static bool isAvailable();

    [[nodiscard]] std::string port() const { return std::to_string(port_); }
    /// "https://127.0.0.1:port"
    [[nodiscard]] std::string url() const { return urlOf("127.0.0.1"); }
    [[nodiscard]] std::string urlOf(const std::string& host) const {
        return "https://" + host + ":" + port();
    }
    [[nodiscard]] std::string proxy() const {
        return "http://127.0.0.1:" + std::to_string(proxy_port_);
    }
    /// Also a server of HTTP/1.1 alone.
    [[nodiscard]] std::string secureProxy() const {
        return "https://127.0.0.1:" + std::to_string(secure_proxy_port_);
    }
    /// What vouches for it.
    [[nodiscard]] std::string caFile() const { return certificate_.path(); }
    /// A certificate with its key, which a client may show: the server's own.
    [[nodiscard]] std::string keyFile() const { return key_.path(); }

private:
    SelfSigned identity_;
    PemFile certificate_;
    PemFile key_;
    pid_t process_ = -1;
    int input_ = -1;
    int port_ = 0;
    int proxy_port_ = 0;
    int secure_proxy_port_ = 0;
};

}  // namespace toolhost::outbound
