#include "http/server.hpp"

#include <chrono>
#include <utility>

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>

#include "http/poco_exchange.hpp"

namespace toolhost::http {
namespace {

constexpr int kBacklog = 256;
constexpr int kIdleThreadSeconds = 60;
constexpr int kThreadsMin = 4;

class Exchanges final : public Poco::Net::HTTPRequestHandlerFactory {
public:
    Exchanges(const Router& router, base::Log& log) : router_(router), log_(log) {}

    Poco::Net::HTTPRequestHandler* createRequestHandler(
        const Poco::Net::HTTPServerRequest& /*request*/) override {
        return new PocoExchange(router_, log_);  // Poco deletes it
    }

private:
    const Router& router_;
    base::Log& log_;
};

/// Without Poco's default of a shared port: a second host on the same port must fail, not share it.
::Poco::Net::ServerSocket bound(const Settings& settings) {
    ::Poco::Net::ServerSocket socket;
    const ::Poco::Net::SocketAddress address(settings.host, settings.port);
    socket.bind(address, true, false);
    socket.listen(kBacklog);
    return socket;
}

}  // namespace

/// All that is Poco's.
class Server::Poco {
public:
    Poco(const ::Poco::Net::ServerSocket& socket, const Settings& settings, base::Log& log)
        : socket_(socket),
          settings_(settings),
          log_(log),
          threads_(
              "http", kThreadsMin, static_cast<int>(settings.threads_max), kIdleThreadSeconds) {}

    [[nodiscard]] std::uint16_t port() const { return socket_.address().port(); }

    void start(const Router& router) {
        auto params = ::Poco::AutoPtr(new ::Poco::Net::HTTPServerParams);
        params->setMaxThreads(static_cast<int>(settings_.threads_max));
        params->setMaxQueued(static_cast<int>(settings_.queued_connections_max));
        params->setTimeout(
            ::Poco::Timespan(std::chrono::microseconds(settings_.io_timeout).count()));
        params->setKeepAlive(true);
        params->setKeepAliveTimeout(
            ::Poco::Timespan(std::chrono::microseconds(settings_.io_timeout).count()));
        server_ = std::make_unique<::Poco::Net::HTTPServer>(
            new Exchanges(router, log_), threads_, socket_, params);
        server_->start();
    }

    void stopAccepting() {
        if (server_) server_->stop();
    }

    void stop() {
        if (!server_) return;
        server_->stopAll(false);
        threads_.joinAll();
        server_.reset();
    }

private:
    ::Poco::Net::ServerSocket socket_;
    Settings settings_;
    base::Log& log_;
    ::Poco::ThreadPool threads_;
    std::unique_ptr<::Poco::Net::HTTPServer> server_;
};

base::Result<std::unique_ptr<Server>> Server::listen(const Settings& settings, base::Log& log) {
    try {
        return std::unique_ptr<Server>(
            new Server(std::make_unique<Poco>(bound(settings), settings, log)));
    } catch (const ::Poco::Exception& e) {
        return base::Error{"listen on " + settings.host + ':' + std::to_string(settings.port) +
                           ": " + e.displayText() +
                           "; set listen.host and listen.port to a free address"};
    }
}

Server::Server(std::unique_ptr<Poco> poco) : poco_(std::move(poco)) {}

Server::~Server() {
    stop();
}

std::uint16_t Server::port() const {
    return poco_->port();
}

void Server::start(const Router& router) {
    poco_->start(router);
}

void Server::stopAccepting() {
    poco_->stopAccepting();
}

void Server::stop() {
    poco_->stop();
}

}  // namespace toolhost::http
