#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <sys/types.h>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace toolhost::loader {

/// A toolhost-worker that was started: its end of the socket, what it writes, and its life.
class WorkerProcess {
public:
    /// Starts the program with nothing of this process but the socket: no environment, no other
    /// descriptors, signals as new. The calling thread must outlive it: the worker dies with it.
    static base::Result<std::unique_ptr<WorkerProcess>> start(const std::filesystem::path& program);

    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;
    /// Kills it if it still runs, and reaps it.
    ~WorkerProcess();

    [[nodiscard]] int socket() const { return socket_.number(); }
    /// Where what it writes to its standard output and error comes out.
    [[nodiscard]] int output() const { return output_.number(); }
    [[nodiscard]] pid_t pid() const { return pid_; }

    /// [any thread] Ends it at once.
    void kill() const;

    /// Ends the conversation, at which a worker in good order ends itself.
    void hangUp() const;

    /// Waits for its end, kills it when that does not come in time, and says how it ended: "exit
    /// status 3", "signal 11 (Segmentation fault)".
    std::string reap(std::chrono::milliseconds patience);

private:
    WorkerProcess(pid_t pid,
                  base::Descriptor life,
                  base::Descriptor socket,
                  base::Descriptor output);

    const pid_t pid_;
    const base::Descriptor life_;  // pidfd: names this process even when its number is used anew
    const base::Descriptor socket_;
    const base::Descriptor output_;
    bool is_reaped_ = false;
};

}  // namespace toolhost::loader
