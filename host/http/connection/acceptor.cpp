#include "http/connection/acceptor.hpp"

#include <cerrno>
#include <chrono>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>
#include <utility>

#include <Poco/Net/SocketAddress.h>

#include "http/connection/forwarded.hpp"

namespace toolhost::http {
namespace {

/// Connections accepted before others have their turn.
constexpr int kTurnsMax = 64;
constexpr std::chrono::milliseconds kRest{100};

std::string addressOf(const sockaddr_storage& peer, socklen_t length) {
    if (peer.ss_family != AF_INET && peer.ss_family != AF_INET6) return kUnixAddress;
    const Poco::Net::SocketAddress address(reinterpret_cast<const sockaddr*>(&peer), length);
    return address.host().toString();
}

/// The client that waited has gone again, or the network failed it: nothing of ours.
bool isOfOneClient(int error) {
    return error == ECONNABORTED || error == EINTR || error == EPROTO || error == EPERM ||
           error == ENETDOWN || error == EHOSTUNREACH || error == ENETUNREACH;
}

}  // namespace

Acceptor::Acceptor(Loop& loop, base::Descriptor listener, Welcome welcome, base::Log& log)
    : loop_(loop),
      id_(loop.nameNext()),
      listener_(std::move(listener)),
      welcome_(std::move(welcome)),
      log_(log) {}

void Acceptor::open() {
    if (loop_.watch(id_, listener_.number(), EPOLLIN, shared_from_this())) return;
    log_.error("http.listener.lost", {{"reason", "the system does not watch its socket"}});
}

void Acceptor::close() {
    if (!listener_.isOpen()) return;
    loop_.forget(id_, listener_.number());
    listener_ = {};
}

void Acceptor::onReady(std::uint32_t /*events*/) {
    for (int turn = 0; turn < kTurnsMax && acceptOne(); ++turn) {
    }
}

bool Acceptor::acceptOne() {
    sockaddr_storage peer{};
    socklen_t length = sizeof peer;
    base::Descriptor socket(accept4(listener_.number(),
                                    reinterpret_cast<sockaddr*>(&peer),
                                    &length,
                                    SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.isOpen()) {
        const int error = errno;
        if (isOfOneClient(error)) return true;
        if (error != EAGAIN && error != EWOULDBLOCK) {
            log_.error("http.accept.failed",
                       {{"reason", std::generic_category().message(error)},
                        {"remedy",
                         "raise the limit of open files, or lower "
                         "listen.connections_max"}});
            rest();
        }
        return false;
    }
    welcome_(std::move(socket), addressOf(peer, length));
    return true;
}

void Acceptor::rest() {
    is_resting_ = true;
    loop_.change(id_, listener_.number(), 0);
    loop_.wakeAt(std::chrono::steady_clock::now() + kRest, id_);
}

void Acceptor::onAlarm(base::SteadyTime /*now*/) {
    if (std::exchange(is_resting_, false)) loop_.change(id_, listener_.number(), EPOLLIN);
}

}  // namespace toolhost::http
