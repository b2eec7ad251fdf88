#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/log.hpp"
#include "base/result.hpp"
#include "http/router.hpp"
#include "http/settings.hpp"

namespace toolhost::http {

/// The listener. It has its port before it answers, so that links and the issuer can name it.
class Server {
public:
    /// Binds the address. The log outlives the server.
    static base::Result<std::unique_ptr<Server>> listen(const Settings& settings, base::Log& log);

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    /// Stops.
    ~Server();

    [[nodiscard]] std::uint16_t port() const;

    /// Answers from now on, each connection on a thread of its own. The router outlives the server.
    void start(const Router& router);

    /// Takes no new connections; those that are open go on being answered.
    void stopAccepting();

    /// Ends every connection after the answer it is waiting for, and waits for that.
    void stop();

private:
    class Poco;
    explicit Server(std::unique_ptr<Poco> poco);

    std::unique_ptr<Poco> poco_;
};

}  // namespace toolhost::http
