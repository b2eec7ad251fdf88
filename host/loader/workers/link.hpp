#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "boundary/frames/frame.hpp"
#include "loader/workers/process.hpp"

namespace toolhost::loader {

/// The host's end of the socket to one worker: sends without ever waiting for it, reads what it
/// says until it ends.
class WorkerLink {
public:
    /// What to do with what comes in. Called on the thread that pumps.
    struct Handlers {
        std::function<void(const boundary::Frame&)> frame;
        /// A line of its standard output or error.
        std::function<void(std::string_view)> line;
        /// Now and then.
        std::function<void()> tick;
    };

    explicit WorkerLink(std::shared_ptr<const WorkerProcess> process);
    WorkerLink(const WorkerLink&) = delete;
    WorkerLink& operator=(const WorkerLink&) = delete;

    /// [any thread] Sends, or keeps it until the worker reads. When the worker reads too little for
    /// too much, the link breaks.
    void send(std::string_view frame);

    [[nodiscard]] pid_t process() const { return process_->pid(); }

    /// [any thread] Ends pump().
    void close(const std::string& why);

    /// [one thread] Takes what the worker says until the link ends, and says why it did.
    std::string pump(const Handlers& handlers);

private:
    void breakWith(const std::string& why);
    bool sendWaiting();
    bool readFrames(const Handlers& handlers);
    void readLines(const Handlers& handlers);

    const std::shared_ptr<const WorkerProcess> process_;
    const base::Descriptor wake_;
    boundary::FrameBuffer incoming_;
    std::string unfinished_line_;
    bool output_ended_ = false;
    std::mutex mutex_;
    std::string waiting_;   // guarded by mutex_: bytes the socket had no room for
    std::size_t sent_ = 0;  // guarded by mutex_: of those, how many it took since
    std::string broken_;    // guarded by mutex_: why the link ended; empty while it stands
};

}  // namespace toolhost::loader
