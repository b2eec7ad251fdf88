#pragma once

#include <cstdint>
#include <curl/curl.h>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "outbound/job.hpp"
#include "outbound/settings.hpp"
#include "outbound/transfer.hpp"

namespace toolhost::outbound {

/// Drives every transfer and every alarm from one thread, the one that calls run().
class EventLoop {
public:
    /// `clock` outlives the loop. Throws std::runtime_error when libcurl does not start.
    EventLoop(const Settings& settings, const base::Clock& clock);
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;
    ~EventLoop();

    /// Takes the job on; after close() it is ended at once, on this thread, as cancelled.
    /// [any thread]
    void submit(std::unique_ptr<Transfer> transfer);
    void submit(std::unique_ptr<Alarm> alarm);

    /// Until close(); then ends what is still there as cancelled. [one thread]
    void run();
    /// [any thread]
    void close();

private:
    using JobId = std::uint64_t;
    using Deadlines = std::multimap<base::SteadyTime, JobId>;
    struct Arrival {
        JobId id = 0;
        std::unique_ptr<Transfer> transfer;  // one of the two is set
        std::unique_ptr<Alarm> alarm;

        [[nodiscard]] Job& job() const;
    };
    struct Entry {
        Arrival arrival;
        Deadlines::iterator deadline;
    };
    using Jobs = std::unordered_map<JobId, Entry>;

    void submit(Arrival arrival);
    [[nodiscard]] bool accept(Arrival& arrival);
    void cancel(JobId id);
    [[nodiscard]] bool takeNews();
    void adopt(Arrival arrival);
    void keepConnections(const Settings& settings);
    void settleFinished();
    void followMoved();
    void endCancelled(const std::vector<JobId>& ids);
    void endOverdue();
    void endAll();
    void follow(Jobs::iterator job);
    [[nodiscard]] Arrival take(Jobs::iterator job);
    [[nodiscard]] int millisecondsToRest() const;

    const base::Clock& clock_;
    CURLM* multi_ = nullptr;

    std::mutex mutex_;
    std::vector<Arrival> arrivals_;  // guarded by mutex_
    std::vector<JobId> cancelled_;   // guarded by mutex_
    JobId last_id_ = 0;              // guarded by mutex_
    bool closed_ = false;            // guarded by mutex_

    Jobs jobs_;                                         // run()'s thread only
    std::unordered_map<const CURL*, JobId> transfers_;  // run()'s thread only
    Deadlines deadlines_;       // run()'s thread only; none later than its job's until()
    std::vector<JobId> moved_;  // run()'s thread only; jobs whose until() is now earlier
};

}  // namespace toolhost::outbound
