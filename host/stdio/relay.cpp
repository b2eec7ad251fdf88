#include "stdio/relay.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace toolhost::stdio {
namespace {

bool writeAll(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t wrote = write(fd, bytes.data(), bytes.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return true;
}

/// Moves what is there; false when `from` has ended or `to` has gone.
bool carry(int from, int to) {
    std::array<char, 64U << 10U> chunk{};
    const ssize_t got = read(from, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) return true;
    return got > 0 && writeAll(to, {chunk.data(), static_cast<std::size_t>(got)});
}

bool isReady(const pollfd& fd) {
    return (fd.revents & (POLLIN | POLLHUP | POLLERR)) != 0;
}

}  // namespace

void relay(int in, int out, int stream) {
    std::array<pollfd, 2> ends = {{{stream, POLLIN, 0}, {in, POLLIN, 0}}};
    for (;;) {
        if (poll(ends.data(), ends.size(), -1) < 0 && errno != EINTR) return;
        if (isReady(ends[0]) && !carry(stream, out)) return;
        if (isReady(ends[1]) && !carry(in, stream)) {
            shutdown(stream, SHUT_WR);
            ends[1].fd = -1;  // poll passes over it
        }
    }
}

}  // namespace toolhost::stdio
