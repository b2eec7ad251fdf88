#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "http/settings.hpp"
#include "http/site.hpp"

namespace toolhost::http {

struct Listener;
class Front;
class TlsContext;

/// The listener. It has its port before it answers, so that links and the issuer can name it.
class Server {
public:
    /// Reads the certificate, if there shall be TLS, and binds the addresses. The log outlives the
    /// server.
    static base::Result<std::unique_ptr<Server>> listen(const Settings& settings, base::Log& log);

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    /// Stops.
    ~Server();

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Answers from now on. The site outlives the server, or its stop().
    base::Result<base::Done> start(const Site& site);

    /// Reads the certificate and its key anew; connections from now on are shown it. With an error
    /// all stays as it was. [any thread]
    base::Result<base::Done> reloadCertificate(const Settings& settings);

    /// Takes no new connections and lets idle ones go; answers that are owed are still given.
    void stopAccepting();

    /// Ends every connection after the answer it is waiting for, and waits for that a moment.
    void stop();

private:
    Server(const Settings& settings, base::Log& log);
    base::Result<base::Done> bind();

    const Settings settings_;
    base::Log& log_;
    std::shared_ptr<const TlsContext> tls_;
    std::vector<Listener> listeners_;  // until it is started
    std::uint16_t port_ = 0;
    std::unique_ptr<Front> front_;
};

}  // namespace toolhost::http
