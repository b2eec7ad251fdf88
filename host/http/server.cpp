#include "http/server.hpp"

#include <system_error>
#include <utility>

#include "http/connection/front.hpp"
#include "http/connection/listener.hpp"
#include "http/connection/tls_context.hpp"

namespace toolhost::http {

base::Result<std::unique_ptr<Server>> Server::listen(const Settings& settings, base::Log& log) {
    std::unique_ptr<Server> server(new Server(settings, log));
    if (auto bound = server->bind(); !bound.ok()) return bound.error();
    return server;
}

Server::Server(const Settings& settings, base::Log& log) : settings_(settings), log_(log) {}

Server::~Server() {
    stop();
}

base::Result<base::Done> Server::bind() {
    if (settings_.speaksTls()) {
        auto tls = TlsContext::load(settings_.tls_certificate_file, settings_.tls_key_file);
        if (!tls.ok()) return tls.error();
        tls_ = std::move(tls).value();
    }
    auto listener = listenOn(settings_.host, settings_.port);
    if (!listener.ok()) return listener.error();
    port_ = listener.value().port;
    if (tls_) listener.value().kind = Listener::Kind::Tls;
    listeners_.push_back(std::move(listener).value());
    if (settings_.unix_path.empty()) return base::Done{};
    auto local = listenAt(settings_.unix_path, settings_.unix_access);
    if (!local.ok()) return local.error();
    listeners_.push_back(std::move(local).value());
    return base::Done{};
}

base::Result<base::Done> Server::start(const Site& site) {
    auto front = Front::open(settings_, std::move(listeners_), tls_, site, log_);
    if (!front.ok()) return base::because("serve HTTP", front.error());
    front_ = std::move(front).value();
    return base::Done{};
}

base::Result<base::Done> Server::reloadCertificate(const Settings& settings) {
    if (!tls_ || !front_) return base::Done{};
    auto tls = TlsContext::load(settings.tls_certificate_file, settings.tls_key_file);
    if (!tls.ok()) return tls.error();
    front_->showCertificate(std::move(tls).value());
    return base::Done{};
}

void Server::stopAccepting() {
    if (front_) front_->stopAccepting();
}

void Server::stop() {
    if (!front_) return;
    front_->stop();
    front_.reset();
    std::error_code gone;
    if (!settings_.unix_path.empty()) std::filesystem::remove(settings_.unix_path, gone);
}

}  // namespace toolhost::http
