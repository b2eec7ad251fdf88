#pragma once

#include <mutex>
#include <string>

namespace toolhost::stdio {

/// Writes whole lines to a file descriptor, which is borrowed. Thread-safe. An end that has gone is
/// no error: there is nobody to tell.
class LineWriter {
public:
    explicit LineWriter(int fd) : fd_(fd) {}

    /// Writes the text and a line end; the text has none inside. False when the other end has gone.
    bool write(const std::string& line);

    /// Writes nothing from now on, so that the descriptor may be closed.
    void close();

private:
    std::mutex mutex_;
    int fd_;  // guarded by mutex_; -1 once closed
};

}  // namespace toolhost::stdio
