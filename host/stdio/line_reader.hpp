#pragma once

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
    explicit LineReader(int fd) : fd_(fd) {}

    /// Waits for the next line, without its end. A last line without an end counts.
    std::variant<std::string, TooLong, EndOfInput> next();

private:
    bool fill();

    int fd_;
    std::string buffer_;
    bool is_skipping_ = false;
    bool has_ended_ = false;
};

}  // namespace toolhost::stdio
