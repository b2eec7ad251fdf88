#include "stdio/line_reader.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace toolhost::stdio {
namespace {

constexpr std::size_t kLineBytesMax = 4U << 20U;

}  // namespace

std::variant<std::string, TooLong, EndOfInput> LineReader::next() {
    do {
        if (auto line = takeLine()) return *std::move(line);
        if (buffer_.size() > kLineBytesMax) {
            takeBuffer();
            if (!std::exchange(is_skipping_, true)) return TooLong{};
        }
    } while (fill());
    if (buffer_.empty() || is_skipping_) return EndOfInput{};
    return takeBuffer();
}

/// The next line that has its end in the buffer and is not being skipped.
std::optional<std::string> LineReader::takeLine() {
    const auto end = buffer_.find('\n', searched_);
    searched_ = end == std::string::npos ? buffer_.size() : 0;
    if (end == std::string::npos) return std::nullopt;
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    if (std::exchange(is_skipping_, false)) return takeLine();
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

std::string LineReader::takeBuffer() {
    searched_ = 0;
    return std::exchange(buffer_, {});
}

bool LineReader::fill() {
    if (has_ended_ || !waitForInput()) return false;
    std::array<char, 64U << 10U> chunk{};
    ssize_t got = 0;
    do {
        got = read(fd_, chunk.data(), chunk.size());
    } while (got < 0 && errno == EINTR);
    has_ended_ = got <= 0;
    if (!has_ended_) buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    return !has_ended_;
}

bool LineReader::waitForInput() const {
    std::array<pollfd, 2> ends = {{{fd_, POLLIN, 0}, {stop_, POLLIN, 0}}};
    while (poll(ends.data(), ends.size(), -1) < 0) {
        if (errno != EINTR) return false;
    }
    return ends[1].revents == 0;
}

}  // namespace toolhost::stdio
