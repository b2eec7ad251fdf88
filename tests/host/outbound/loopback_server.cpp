#include "loopback_server.hpp"

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.hpp"

namespace toolhost::tests {
namespace {

constexpr int kBacklog = 2048;

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

int listenOnLoopback() {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener, kBacklog) != 0)
        throw std::runtime_error("test server: cannot listen on loopback");
    return listener;
}

int portOf(int listener) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

void sendAll(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

/// The first whole request of the bytes, taken off them.
std::optional<SeenRequest> takeRequest(std::string& unread) {
    const auto head_end = unread.find("\r\n\r\n");
    if (head_end == std::string::npos) return std::nullopt;
    SeenRequest request;
    request.head = unread.substr(0, head_end);
    const auto first_line =
        base::split(std::string_view(request.head).substr(0, request.head.find("\r\n")), ' ');
    request.method = first_line.at(0);
    request.target = first_line.at(1);
    const std::string length = request.header("Content-Length");
    const std::size_t body_bytes = length.empty() ? 0 : std::stoul(length);
    if (unread.size() < head_end + 4 + body_bytes) return std::nullopt;
    request.body = unread.substr(head_end + 4, body_bytes);
    unread.erase(0, head_end + 4 + body_bytes);
    return request;
}

}  // namespace

std::string SeenRequest::header(const std::string& name) const {
    for (const auto line : base::split(head, '\n')) {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        if (!base::equalsIgnoringCase(line.substr(0, colon), name)) continue;
        std::string_view value = line.substr(colon + 1);
        if (!value.empty() && value.back() == '\r') value.remove_suffix(1);
        return std::string(base::trim(value));
    }
    return {};
}

std::string SeenRequest::parameter(const std::string& name) const {
    const auto mark = target.find('?');
    const std::string query = mark == std::string::npos ? body : target.substr(mark + 1);
    for (const auto pair : base::split(query, '&')) {
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name)
            return decoded(pair.substr(equals + 1));
    }
    return {};
}

Answer answer(int status, const std::string& body, const std::string& headers) {
    return {"HTTP/1.1 " + std::to_string(status) + " Scripted\r\n" + headers +
                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
            false};
}

LoopbackServer::LoopbackServer(Handler handler)
    : handler_(std::move(handler)),
      listener_(listenOnLoopback()),
      wake_(eventfd(0, EFD_CLOEXEC)),
      port_(portOf(listener_)),
      thread_([this] { run(); }) {}

LoopbackServer::~LoopbackServer() {
    closing_ = true;
    eventfd_write(wake_, 1);
    thread_.join();
    for (const auto& [socket, connection] : connections_)
        close(socket);
    close(listener_);
    close(wake_);
}

std::string LoopbackServer::url() const {
    return "http://127.0.0.1:" + std::to_string(port_);
}

std::vector<SeenRequest> LoopbackServer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

bool LoopbackServer::waitForRequests(std::size_t count) const {
    return waitFor([&] { return requests().size() >= count; });
}

bool LoopbackServer::waitForHangUps(std::size_t count) const {
    return waitFor([&] { return hang_ups_ >= count; });
}

bool LoopbackServer::waitFor(const std::function<bool()>& condition) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

void LoopbackServer::answerHeld(const Answer& with) {
    const std::lock_guard lock(mutex_);
    for (auto& [socket, connection] : connections_)
        if (connection.is_held) reply(socket, connection, with);
}

void LoopbackServer::run() {
    while (!closing_) {
        std::vector<pollfd> watched{{listener_, POLLIN, 0}, {wake_, POLLIN, 0}};
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [socket, connection] : connections_)
                watched.push_back({socket, POLLIN, 0});
        }
        poll(watched.data(), watched.size(), -1);
        if ((watched[0].revents & POLLIN) != 0) acceptOne();
        for (std::size_t i = 2; i < watched.size(); ++i)
            if (watched[i].revents != 0) readFrom(watched[i].fd);
    }
}

void LoopbackServer::acceptOne() {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    ++connections_taken_;
    const std::lock_guard lock(mutex_);
    connections_.emplace(socket, Connection{});
}

void LoopbackServer::readFrom(int socket) {
    std::array<char, 16384> bytes{};
    const ssize_t got = recv(socket, bytes.data(), bytes.size(), 0);
    const std::lock_guard lock(mutex_);
    if (got <= 0) {
        ++hang_ups_;
        return drop(socket);
    }
    Connection& connection = connections_.at(socket);
    connection.unread.append(bytes.data(), static_cast<std::size_t>(got));
    serve(socket, connection);
}

void LoopbackServer::serve(int socket, Connection& connection) {
    const auto request = takeRequest(connection.unread);
    if (!request) return;
    requests_.push_back(*request);
    const auto reaction = handler_(*request);
    connection.is_held = !reaction;
    if (reaction) reply(socket, connection, *reaction);
}

void LoopbackServer::reply(int socket, Connection& connection, const Answer& with) {
    connection.is_held = false;
    sendAll(socket, with.bytes);
    if (with.closes) shutdown(socket, SHUT_RDWR);
}

void LoopbackServer::drop(int socket) {
    connections_.erase(socket);
    close(socket);
}

}  // namespace toolhost::tests
