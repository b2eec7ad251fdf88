#include "loader/workers/link.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace toolhost::loader {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kReadBytes = std::size_t{64} << 10;
constexpr std::size_t kWaitingBytesMax = std::size_t{64} << 20;
constexpr std::size_t kLineBytesMax = 4096;
constexpr std::chrono::milliseconds kTick{250};

bool isPassing(int code) {
    return code == EINTR || code == EAGAIN || code == EWOULDBLOCK;
}

/// Bytes the socket took; 0 when it has no room just now, -1 when it is gone.
ssize_t sendSome(int socket, std::string_view bytes) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent < 0 && isPassing(errno) ? 0 : sent;
}

}  // namespace

WorkerLink::WorkerLink(std::shared_ptr<const WorkerProcess> process)
    : process_(std::move(process)), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void WorkerLink::send(std::string_view frame) {
    const std::lock_guard lock(mutex_);
    if (!broken_.empty()) return;
    if (waiting_.empty()) {
        const ssize_t sent = sendSome(process_->socket(), frame);
        if (sent == static_cast<ssize_t>(frame.size())) return;
        if (sent > 0) frame.remove_prefix(static_cast<std::size_t>(sent));
    }
    if (waiting_.size() - sent_ + frame.size() > kWaitingBytesMax) {
        return breakWith("it does not read what it is sent");
    }
    waiting_.append(frame);
    eventfd_write(wake_.number(), 1);
}

void WorkerLink::close(const std::string& why) {
    const std::lock_guard lock(mutex_);
    breakWith(why);
}

/// Under the lock.
void WorkerLink::breakWith(const std::string& why) {
    if (broken_.empty()) broken_ = why;
    eventfd_write(wake_.number(), 1);
}

std::string WorkerLink::pump(const Handlers& handlers) {
    auto ticked = steady_clock::now();
    for (;;) {
        short interest = POLLIN;
        {
            const std::lock_guard lock(mutex_);
            if (!broken_.empty()) return broken_;
            if (!waiting_.empty()) interest |= POLLOUT;
        }
        std::array<pollfd, 3> watched{{{process_->socket(), interest, 0},
                                       {output_ended_ ? -1 : process_->output(), POLLIN, 0},
                                       {wake_.number(), POLLIN, 0}}};
        poll(watched.data(), watched.size(), static_cast<int>(kTick.count()));
        eventfd_t wakes = 0;
        if (watched[2].revents != 0) eventfd_read(wake_.number(), &wakes);
        if (watched[1].revents != 0) readLines(handlers);
        const bool stands = (watched[0].revents & POLLOUT) == 0 || sendWaiting();
        const bool reads =
            (watched[0].revents & (POLLIN | POLLHUP | POLLERR)) == 0 || readFrames(handlers);
        if (!stands || !reads) close("it closed the connection");
        if (const auto now = steady_clock::now(); now - ticked >= kTick) {
            handlers.tick();
            ticked = now;
        }
    }
}

bool WorkerLink::sendWaiting() {
    const std::lock_guard lock(mutex_);
    const ssize_t taken = sendSome(process_->socket(), std::string_view(waiting_).substr(sent_));
    if (taken > 0) sent_ += static_cast<std::size_t>(taken);
    if (sent_ > waiting_.size() / 2) waiting_.erase(0, std::exchange(sent_, 0));
    return taken >= 0;
}

bool WorkerLink::readFrames(const Handlers& handlers) {
    const ssize_t count =
        recv(process_->socket(), incoming_.room(kReadBytes), kReadBytes, MSG_DONTWAIT);
    if (count == 0) return false;
    if (count < 0) return isPassing(errno);
    incoming_.added(static_cast<std::size_t>(count));
    for (;;) {
        const auto frame = incoming_.next();
        if (!frame.ok()) {
            close("it sent " + frame.error().what);
            return true;
        }
        if (!frame.value()) return true;
        handlers.frame(*frame.value());
    }
}

void WorkerLink::readLines(const Handlers& handlers) {
    std::array<char, kLineBytesMax> bytes{};
    const ssize_t count = ::read(process_->output(), bytes.data(), bytes.size());
    if (count == 0) output_ended_ = true;
    if (count <= 0) return;
    unfinished_line_.append(bytes.data(), static_cast<std::size_t>(count));
    for (std::size_t end = 0; (end = unfinished_line_.find('\n')) != std::string::npos;) {
        handlers.line(std::string_view(unfinished_line_).substr(0, end));
        unfinished_line_.erase(0, end + 1);
    }
    if (unfinished_line_.size() < kLineBytesMax) return;
    handlers.line(unfinished_line_);
    unfinished_line_.clear();
}

}  // namespace toolhost::loader
