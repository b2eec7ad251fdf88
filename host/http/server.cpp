#include "http/server.hpp"

#include <utility>

#include "http/connection/front.hpp"
#include "http/connection/listener.hpp"

namespace toolhost::http {

base::Result<std::unique_ptr<Server>> Server::listen(const Settings& settings, base::Log& log) {
    auto listener = listenOn(settings.host, settings.port);
    if (!listener.ok()) return listener.error();
    return std::unique_ptr<Server>(
        new Server(settings, std::make_unique<Listener>(std::move(listener).value()), log));
}

Server::Server(const Settings& settings, std::unique_ptr<Listener> listener, base::Log& log)
    : settings_(settings), log_(log), listener_(std::move(listener)), port_(listener_->port) {}

Server::~Server() {
    stop();
}

base::Result<base::Done> Server::start(const Site& site) {
    auto front = Front::open(settings_, std::move(*listener_), site, log_);
    if (!front.ok()) return base::because("serve HTTP", front.error());
    front_ = std::move(front).value();
    return base::Done{};
}

void Server::stopAccepting() {
    if (front_) front_->stopAccepting();
}

void Server::stop() {
    if (!front_) return;
    front_->stop();
    front_.reset();
}

}  // namespace toolhost::http
