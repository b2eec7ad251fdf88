#include "raw_client.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <utility>

namespace toolhost::http {
namespace {

void beBounded(int socket) {
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

}  // namespace

RawClient::RawClient(const std::filesystem::path& path)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    beBounded(socket_.number());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.native().copy(address.sun_path, sizeof address.sun_path - 1);
    if (connect(socket_.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("nobody listens");
    }
}

RawClient::RawClient(std::uint16_t port, int receive_bytes)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    beBounded(socket_.number());
    if (receive_bytes > 0) {
        setsockopt(socket_.number(), SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("nobody listens");
    }
}

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;  // the other end has closed; reading tells
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawClient::endSending() {
    shutdown(socket_.number(), SHUT_WR);
}

bool RawClient::readSome() {
    std::array<char, 4096> bytes{};
    const auto count = recv(socket_.number(), bytes.data(), bytes.size(), 0);
    is_closed_ = count == 0 || (count < 0 && errno == ECONNRESET);
    if (count <= 0) return false;
    got_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
}

std::string RawClient::readUntil(std::string_view what) {
    std::size_t end = 0;
    while ((end = got_.find(what)) == std::string::npos) {
        if (!readSome()) return std::exchange(got_, {});
    }
    std::string read = got_.substr(0, end + what.size());
    got_.erase(0, read.size());
    return read;
}

std::string RawClient::readAll() {
    while (readSome()) {
    }
    return std::exchange(got_, {});
}

}  // namespace toolhost::http
