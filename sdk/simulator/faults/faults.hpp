#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "simulator/faults/fault.hpp"
#include "simulator/log.hpp"

namespace toolhost::sim {

/// The misbehaviour planned through the admin API and by a file. Any thread may use it.
class Faults {
public:
    /// `file` is empty for none; it is read again whenever it has changed. The log outlives the
    /// object. Throws std::runtime_error when the file cannot be read at the start; later the log
    /// says so and the faults stay as they were.
    Faults(std::filesystem::path file, Log& log);

    void add(Fault fault);
    /// Ends all of them, those of the file until it changes.
    void clear();
    /// The first fault that hits this request; counts as one hit.
    std::optional<Fault> take(const Request& request);
    [[nodiscard]] nlohmann::json describe() const;

    /// How far the instance's clock is ahead.
    void setClockSkew(std::chrono::seconds skew) { clock_skew_ = skew.count(); }
    [[nodiscard]] std::chrono::seconds clockSkew() const {
        return std::chrono::seconds(clock_skew_);
    }

    /// Waits that long, or until release().
    void pause(std::chrono::milliseconds latency);
    /// Ends every pause, now and from now on.
    void release();

private:
    void followFile();
    void readFile();

    const std::filesystem::path file_;
    Log& log_;
    mutable std::mutex mutex_;
    std::condition_variable released_;
    std::vector<Fault> planned_;                 // guarded by mutex_
    std::vector<Fault> from_file_;               // guarded by mutex_
    std::filesystem::file_time_type file_time_;  // guarded by mutex_
    bool stopping_ = false;                      // guarded by mutex_
    std::atomic<long long> clock_skew_{0};
};

}  // namespace toolhost::sim
