#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "audit/trail.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "calls/admission.hpp"
#include "calls/in_flight.hpp"
#include "calls/settings.hpp"
#include "calls/timer.hpp"
#include "calls/turns.hpp"
#include "calls/worker_pool.hpp"
#include "tools/callable.hpp"

namespace toolhost::calls {

/// What a caller wants run.
struct Order {
    std::shared_ptr<tools::Callable> callable;
    std::shared_ptr<const identity::Principal> principal;
    /// JSON object text that conforms to what the target wants.
    std::string arguments;
    /// Requested when the caller no longer waits.
    std::stop_token caller_left;
    tools::Particulars particulars{};
    /// Null when nobody listens.
    std::shared_ptr<tools::Audience> audience{};
    /// From acceptance to answer; absent: as the settings say.
    std::optional<std::chrono::milliseconds> deadline{};
};

/// Runs what plugins offer: admission, recording, threads, deadline, cancellation, one outcome. A
/// call that may write is on the audit trail before it starts; every outcome is on it after.
class Runner {
public:
    /// What it is given outlives it.
    Runner(const Settings& settings, audit::Trail& trail, const base::Clock& clock, base::Log& log);
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    ~Runner() = default;

    /// [any thread] Answers exactly once, perhaps before it returns.
    void run(Order order, tools::Answered answered);

    /// [any thread] Records a call that was turned away before it was run, and why
    /// ("invalid_arguments").
    void recordRefusal(const Order& order, const std::string& code);

    /// [any thread] The clock by which calls end, for what belongs to a call.
    Timer& timer() { return timer_; }

    /// Takes no more calls, waits until none is in flight, cancels those that are when `patience`
    /// is over, and waits a moment for the tools to take notice. False when plugin code still runs
    /// then.
    bool drain(std::chrono::milliseconds patience);

private:
    struct Running;

    void recordIntentThenStart(const std::shared_ptr<Running>& running);
    void intentSettled();
    void start(const std::shared_ptr<Running>& running);
    void runTool(const Running& running);
    void finish(const std::shared_ptr<Running>& running, tools::Answer answer, Ending ending);
    void watchThread(const std::shared_ptr<Running>& running);
    void loseThread(const Running& running);
    [[nodiscard]] audit::Event eventOf(const Order& order, const std::string& call_id) const;

    const Settings settings_;
    audit::Trail& trail_;
    const base::Clock& clock_;
    base::Log& log_;
    std::mutex mutex_;
    std::condition_variable settled_;
    std::size_t intents_ = 0;  // guarded by mutex_; on their way to the trail and back
    Admission admission_;
    Turns turns_;  // outlives pool_, which runs what is queued before it goes
    WorkerPool pool_;
    Timer timer_;  // ends first: what it rings may use the pool
};

}  // namespace toolhost::calls
