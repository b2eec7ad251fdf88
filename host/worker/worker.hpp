#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "boundary/frames/hello.hpp"
#include "boundary/local_plugin.hpp"
#include "worker/connection.hpp"
#include "worker/crew.hpp"
#include "worker/live_calls.hpp"

namespace toolhost::worker {

/// One plugin in a process of its own, run by what the host sends.
class Worker {
public:
    /// The connection outlives it.
    explicit Worker(Connection& connection) : connection_(connection) {}
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Waits for the host's Hello, locks the process in, loads the plugin, answers with what it
    /// says of itself, and serves until the host closes, when it ends the process. An error when it
    /// came not so far.
    base::Result<base::Done> serve();

private:
    base::Result<base::Done> greet(const boundary::Hello& hello, std::uint64_t id);
    bool read(Crew::Job& job);
    Crew::Job take(const boundary::Frame& frame);
    Crew::Job takeCall(const boundary::Frame& frame);
    Crew::Job takeControl(const boundary::Frame& frame);
    base::Result<std::vector<std::string>> control(boundary::FrameType type,
                                                   const std::vector<std::string>& parts);
    base::Result<base::Done> live(const std::string& config_json, std::int64_t lives);
    void cancel(std::uint64_t id);
    void probe(std::uint64_t id);

    Connection& connection_;
    LiveCalls live_;
    std::shared_ptr<boundary::LocalPlugin> plugin_;
    std::mutex controlling_;  // [control]: one at a time
};

}  // namespace toolhost::worker
