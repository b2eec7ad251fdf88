#pragma once

#include <cstdint>
#include <memory>

#include "base/log.hpp"
#include "base/result.hpp"
#include "http/settings.hpp"
#include "http/site.hpp"

namespace toolhost::http {

struct Listener;
class Front;

/// The listener. It has its port before it answers, so that links and the issuer can name it.
class Server {
public:
    /// Binds the address. The log outlives the server.
    static base::Result<std::unique_ptr<Server>> listen(const Settings& settings, base::Log& log);

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    /// Stops.
    ~Server();

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Answers from now on. The site outlives the server, or its stop().
    base::Result<base::Done> start(const Site& site);

    /// Takes no new connections and lets idle ones go; answers that are owed are still given.
    void stopAccepting();

    /// Ends every connection after the answer it is waiting for, and waits for that a moment.
    void stop();

private:
    Server(const Settings& settings, std::unique_ptr<Listener> listener, base::Log& log);

    const Settings settings_;
    base::Log& log_;
    std::unique_ptr<Listener> listener_;  // until it is started
    const std::uint16_t port_;
    std::unique_ptr<Front> front_;
};

}  // namespace toolhost::http
