#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/result.hpp"
#include "boundary/frames/frame.hpp"
#include "boundary/services.hpp"

namespace toolhost::worker {

/// The worker's end of the socket to the host.
class Connection {
public:
    /// Takes the socket over.
    explicit Connection(int socket) : socket_(socket) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// [any thread] Sends a frame whole. When the host is gone the process ends: nobody is left to
    /// work for.
    void send(const std::string& frame);

    /// [any thread] Sends a question and keeps who waits for its answer.
    void ask(const boundary::Request& request, std::uint64_t call_id, boundary::Replied replied);

    /// [the reader] Gives an Answer to who waits for it.
    void deliver(const boundary::Frame& answer);

    /// [one thread at a time] The next frame; an error when the host closed or sent no frame. Its
    /// parts last until the next call.
    base::Result<boundary::Frame> read();

private:
    const int socket_;
    std::mutex sending_;
    boundary::FrameBuffer incoming_;
    std::atomic<std::uint64_t> last_question_{0};
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, boundary::Replied> waiting_;  // guarded by mutex_
};

}  // namespace toolhost::worker
