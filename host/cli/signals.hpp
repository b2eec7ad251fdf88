#pragma once

namespace toolhost::cli {

/// The signals that tell the host something, as a file descriptor. Make it before any thread is
/// started, so that no thread takes them.
class Signals {
public:
    enum class Wish { Stop, Reload };

    Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    ~Signals();

    /// Waits for SIGTERM or SIGINT (stop) or SIGHUP (reload).
    Wish wait();

    /// Has something to read once a signal has come.
    [[nodiscard]] int descriptor() const { return fd_; }

private:
    int fd_;
};

}  // namespace toolhost::cli
