#include "stdio/line_writer.hpp"

#include <cerrno>
#include <string_view>
#include <unistd.h>

namespace toolhost::stdio {

bool LineWriter::write(const std::string& line) {
    const std::string text = line + '\n';
    const std::lock_guard lock(mutex_);
    std::string_view left = text;
    while (fd_ >= 0 && !left.empty()) {
        const ssize_t wrote = ::write(fd_, left.data(), left.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        left.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return left.empty();
}

void LineWriter::close() {
    const std::lock_guard lock(mutex_);
    fd_ = -1;
}

}  // namespace toolhost::stdio
