#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

namespace toolhost::stdio {

/// A line that was longer than may be; what followed up to its end was skipped.
struct TooLong {};

/// The other end is done.
struct EndOfInput {};

/// Splits what comes from a file descriptor into lines. Not thread-safe; the descriptor is
/// borrowed.
class LineReader {
public:
    /// Input also ends once `stop` has something to read; -1 for none.
    explicit LineReader(int fd, int stop = -1) : fd_(fd), stop_(stop) {}

    /// Waits for the next line, without its end. A last line without an end counts.
    std::variant<std::string, TooLong, EndOfInput> next();

private:
    std::optional<std::string> takeLine();
    std::string takeBuffer();
    bool fill();
    bool waitForInput() const;

    int fd_;
    int stop_;
    std::string buffer_;
    std::size_t searched_ = 0;  // so much of the buffer holds no line's end
    bool is_skipping_ = false;
    bool has_ended_ = false;
};

}  // namespace toolhost::stdio
