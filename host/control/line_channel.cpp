#include "control/line_channel.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace toolhost::control {
namespace {

constexpr std::string_view kAskAgain = "ask again";

/// Whether the socket became ready in time.
base::Result<base::Done> await(int socket, short event, base::SteadyTime until) {
    using std::chrono::milliseconds;
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
        if (left <= milliseconds::zero()) {
            return base::Error{"the other side took too long; see whether it is busy, ask again"};
        }
        constexpr milliseconds kPollMax{60'000};
        pollfd watched{socket, event, 0};
        const int ready = ::poll(&watched, 1, static_cast<int>(std::min(left, kPollMax).count()));
        if (ready > 0) return base::Done{};
        if (ready < 0 && errno != EINTR)
            return base::systemError("wait for a line", errno, kAskAgain);
    }
}

bool isPassing(int code) {
    return code == EAGAIN || code == EINTR;
}

/// Takes the bytes that are there, up to and with the first line end. As recv(): 0 when the peer
/// has closed, -1 with errno when there are none.
ssize_t receivePart(int socket, std::string& buffer) {
    const auto seen = ::recv(socket, buffer.data(), buffer.size(), MSG_PEEK | MSG_DONTWAIT);
    if (seen <= 0) return seen;
    const auto bytes = std::string_view(buffer).substr(0, static_cast<std::size_t>(seen));
    const auto wanted = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    return ::recv(socket, buffer.data(), wanted, MSG_DONTWAIT);
}

/// The same, waiting for them.
base::Result<std::size_t> awaitPart(int socket, std::string& buffer, base::SteadyTime until) {
    for (;;) {
        if (const auto ready = await(socket, POLLIN, until); !ready) return ready.error();
        const auto count = receivePart(socket, buffer);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (!isPassing(errno)) return base::systemError("read a line", errno, kAskAgain);
    }
}

}  // namespace

base::Result<std::optional<std::string>> LineChannel::readLine(std::size_t bytes_max,
                                                               base::SteadyTime until) {
    using Line = std::optional<std::string>;
    constexpr std::size_t kPartBytes = 16'384;
    std::string part(kPartBytes, '\0');
    std::string line;
    for (;;) {
        const auto count = awaitPart(socket_.number(), part, until);
        if (!count) return count.error();
        if (count.value() == 0 && line.empty()) return Line();
        if (count.value() == 0) return base::Error{"the other side hung up within a line"};
        line.append(part, 0, count.value());
        const bool whole = line.back() == '\n';
        if (whole) line.pop_back();
        if (line.size() > bytes_max) {
            return base::Error{"a line is longer than " + std::to_string(bytes_max) +
                               " bytes; ask for less at once"};
        }
        if (whole) return Line(std::move(line));
    }
}

base::Result<base::Done> LineChannel::writeLine(std::string_view line, base::SteadyTime until) {
    if (line.find('\n') != std::string_view::npos) {
        return base::Error{"a line cannot hold a line end; send JSON without indentation"};
    }
    const std::string whole = std::string(line) + "\n";
    for (std::size_t sent = 0; sent < whole.size();) {
        if (auto ready = await(socket_.number(), POLLOUT, until); !ready) return ready;
        const auto count = ::send(
            socket_.number(), &whole[sent], whole.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && !isPassing(errno))
            return base::systemError("send a line", errno, kAskAgain);
        if (count > 0) sent += static_cast<std::size_t>(count);
    }
    return base::Done{};
}

void LineChannel::endReading() const {
    ::shutdown(socket_.number(), SHUT_RD);
}

void LineChannel::hangUp() const {
    ::shutdown(socket_.number(), SHUT_RDWR);
}

}  // namespace toolhost::control
