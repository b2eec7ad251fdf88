#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>

namespace toolhost::tasks {

/// The tasks whose tool is at work, or whose answer is being kept. Thread-safe.
class Running {
public:
    /// From here on it runs; it stops when the source it came with is asked to.
    void begin(const std::string& id, const std::stop_source& stop);

    /// It does not run any more.
    void end(const std::string& id);

    /// Asks the tool to stop, if it runs.
    void stop(const std::string& id);

    /// False when some still ran after `patience`.
    [[nodiscard]] bool waitUntilNone(std::chrono::milliseconds patience);

    /// Gives all up: their tools are asked to stop, their answers count for nothing.
    void abandon();

    [[nodiscard]] bool isAbandoned() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable ended_;
    std::map<std::string, std::stop_source, std::less<>> tasks_;  // guarded by mutex_
    bool is_abandoned_ = false;                                   // guarded by mutex_
};

}  // namespace toolhost::tasks
