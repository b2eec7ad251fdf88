#include "worker/connection.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace toolhost::worker {
namespace {

using boundary::FrameType;

constexpr std::size_t kReadBytes = std::size_t{64} << 10;

}  // namespace

void Connection::send(const std::string& frame) {
    const std::lock_guard lock(sending_);
    for (std::size_t sent = 0; sent < frame.size();) {
        const ssize_t count =
            ::send(socket_, frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) _exit(EXIT_SUCCESS);
        sent += static_cast<std::size_t>(count);
    }
}

void Connection::ask(const boundary::Request& request,
                     std::uint64_t call_id,
                     boundary::Replied replied) {
    const std::uint64_t id = ++last_question_;
    {
        const std::lock_guard lock(mutex_);
        waiting_.emplace(id, std::move(replied));
    }
    send(boundary::encode(FrameType::Ask,
                          id,
                          {std::to_string(call_id), request.service, request.json, request.bytes}));
}

void Connection::deliver(const boundary::Frame& answer) {
    boundary::Replied replied;
    {
        const std::lock_guard lock(mutex_);
        const auto found = waiting_.find(answer.id);
        if (found == waiting_.end()) return;
        replied = std::move(found->second);
        waiting_.erase(found);
    }
    replied(static_cast<toolhost_status>(answer.number(0)), answer.part(1), answer.part(2));
}

base::Result<boundary::Frame> Connection::read() {
    for (;;) {
        auto frame = incoming_.next();
        if (!frame.ok()) return frame.error();
        if (frame.value()) return std::move(*frame.value());
        const ssize_t count = ::read(socket_, incoming_.room(kReadBytes), kReadBytes);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0)
            return base::Error{std::string("read from the host: ") + std::strerror(errno)};
        if (count == 0) return base::Error{"the host closed the connection"};
        incoming_.added(static_cast<std::size_t>(count));
    }
}

}  // namespace toolhost::worker
