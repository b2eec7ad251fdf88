#include "http/connection/transport.hpp"

#include <cerrno>
#include <sys/socket.h>

namespace toolhost::http {
namespace {

bool isOnlyBusy(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

}  // namespace

Received Transport::discard(std::span<char> into) {
    using Outcome = Received::Outcome;
    const auto got = recv(socket_.number(), into.data(), into.size(), MSG_DONTWAIT);
    if (got == 0) return {Outcome::Ended};
    if (got < 0) return {isOnlyBusy(errno) ? Outcome::NothingNow : Outcome::Broken};
    const auto count = static_cast<std::size_t>(got);
    return {Outcome::Bytes, count, count < into.size()};
}

Sent PlainTransport::send(std::string_view bytes) {
    const auto sent = ::send(socket(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0) return {0, !isOnlyBusy(errno)};
    return {static_cast<std::size_t>(sent), false};
}

void PlainTransport::endSending() {
    shutdown(socket(), SHUT_WR);  // fails when the client has gone, which is as good
}

}  // namespace toolhost::http
