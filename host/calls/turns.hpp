#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "calls/worker_pool.hpp"

namespace toolhost::calls {

/// Gives each plugin a share of the threads: what goes beyond waits for its own plugin's jobs, not
/// before those of others. Thread-safe.
class Turns {
public:
    /// The pool may end before it, but not be used before it is there.
    Turns(WorkerPool& pool, std::size_t per_plugin_max)
        : pool_(pool), per_plugin_max_(per_plugin_max) {}

    /// One job's turn.
    class Turn {
    public:
        Turn(std::string of, WorkerPool::Job work) : plugin(std::move(of)), job(std::move(work)) {}

    private:
        friend class Turns;
        const std::string plugin;
        WorkerPool::Job job;
        bool is_over = false;  // guarded by the mutex of Turns
    };

    /// Runs the job once it is the plugin's turn. False when the pool takes no more; the job is
    /// then not taken.
    [[nodiscard]] bool submit(const std::shared_ptr<Turn>& turn);

    /// The job will not come back: others of its plugin need not wait for it.
    void giveUp(const std::shared_ptr<Turn>& turn);

private:
    struct Line {
        std::size_t running = 0;
        std::deque<std::shared_ptr<Turn>> waiting;
    };

    [[nodiscard]] bool begin(const std::shared_ptr<Turn>& turn);
    void end(const std::shared_ptr<Turn>& turn);

    WorkerPool& pool_;
    const std::size_t per_plugin_max_;
    std::mutex mutex_;
    std::map<std::string, Line> lines_;  // guarded by mutex_
};

}  // namespace toolhost::calls
