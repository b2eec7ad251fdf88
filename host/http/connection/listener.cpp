#include "http/connection/listener.hpp"

#include <cerrno>
#include <cstring>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
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

bool writeAddress(const std::filesystem::path& path, sockaddr_un& address) {
    const std::string& text = path.native();
    if (text.empty() || text.size() >= sizeof address.sun_path) return false;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
    return true;
}

/// Whether a socket is there that nobody answers.
bool isAbandoned(const std::filesystem::path& path, const sockaddr_un& address) {
    std::error_code none;
    if (!std::filesystem::is_socket(path, none)) return false;
    const base::Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    return connect(probe.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
               0 &&
           errno == ECONNREFUSED;
}

/// The mode is given before anybody can connect: nothing listens yet.
bool bindAndListen(int socket,
                   const std::filesystem::path& path,
                   const sockaddr_un& address,
                   UnixAccess access) {
    const mode_t mode = access == UnixAccess::Group ? 0660 : 0600;
    return bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
           chmod(path.c_str(), mode) == 0 && listen(socket, kBacklog) == 0;
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
    return Listener{std::move(socket), Listener::Kind::Plain, bound};
}

base::Result<Listener> listenAt(const std::filesystem::path& path, UnixAccess access) {
    const std::string attempted = "listen on " + path.string();
    constexpr std::string_view kRemedy = "set listen.unix_path to a path that is free";
    sockaddr_un address{};
    if (!writeAddress(path, address)) {
        return base::Error{attempted + ": a unix socket's path has at most " +
                           std::to_string(sizeof address.sun_path - 1) + " bytes; set " +
                           "listen.unix_path to a shorter one"};
    }
    std::error_code gone;
    if (isAbandoned(path, address)) std::filesystem::remove(path, gone);
    base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket.isOpen() || !bindAndListen(socket.number(), path, address, access)) {
        return base::systemError(attempted, errno, kRemedy);
    }
    return Listener{std::move(socket), Listener::Kind::Unix};
}

}  // namespace toolhost::http
