#include "http/connection/listener.hpp"

#include <cerrno>
#include <sys/socket.h>
#include <system_error>
#include <utility>

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>

namespace toolhost::http {
namespace {

constexpr int kBacklog = 1024;

base::Error cannotListen(const std::string& host, std::uint16_t port, const std::string& why) {
    return {"listen on " + host + ':' + std::to_string(port) + ": " + why +
            "; set listen.host and listen.port to a free address"};
}

base::Result<Poco::Net::SocketAddress> resolve(const std::string& host, std::uint16_t port) {
    try {
        return Poco::Net::SocketAddress(host, port);
    } catch (const Poco::Exception& e) {
        return cannotListen(host, port, e.displayText());
    }
}

bool bindAndListen(int socket, const Poco::Net::SocketAddress& address) {
    const int yes = 1;  // addresses of connections that just ended, not a second host's
    return setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
           bind(socket, address.addr(), address.length()) == 0 && listen(socket, kBacklog) == 0;
}

std::uint16_t portOf(int socket) {
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &length);
    return Poco::Net::SocketAddress(reinterpret_cast<const sockaddr*>(&bound), length).port();
}

}  // namespace

base::Result<Listener> listenOn(const std::string& host, std::uint16_t port) {
    const auto address = resolve(host, port);
    if (!address.ok()) return address.error();
    base::Descriptor socket(
        ::socket(address.value().af(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket.isOpen() || !bindAndListen(socket.number(), address.value())) {
        return cannotListen(host, port, std::generic_category().message(errno));
    }
    const auto bound = portOf(socket.number());
    return Listener{std::move(socket), bound};
}

}  // namespace toolhost::http
