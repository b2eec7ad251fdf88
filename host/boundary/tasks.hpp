#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.hpp"
#include "boundary/services.hpp"

namespace toolhost::boundary {

class PluginTasks;

/// Threads ("plugin-task") that run the tasks of plugins when they are due; started with the first
/// task. Outlives every PluginTasks.
class TaskPool {
public:
    explicit TaskPool(std::size_t threads) : threads_max_(threads) {}
    TaskPool(const TaskPool&) = delete;
    TaskPool& operator=(const TaskPool&) = delete;
    /// Waits for tasks that run.
    ~TaskPool();

private:
    friend class PluginTasks;
    using Time = std::chrono::steady_clock::time_point;
    struct Waiting {
        Task task;
        PluginTasks* owner;
    };

    void work();
    void runNext(std::unique_lock<std::mutex>& lock);

    const std::size_t threads_max_;
    std::mutex mutex_;
    std::condition_variable changed_;       // for threads
    std::condition_variable finished_;      // for PluginTasks::end()
    std::multimap<Time, Waiting> waiting_;  // guarded by mutex_
    bool is_ending_ = false;                // guarded by mutex_
    std::vector<std::thread> threads_;      // guarded by mutex_ until is_ending_
};

/// The tasks of one plugin. Thread-safe.
class PluginTasks {
public:
    /// Tasks that may wait at once.
    static constexpr std::size_t kWaitingMax = 1'000;

    /// `complain` hears of tasks that throw, on a thread of the pool, which outlives this.
    PluginTasks(TaskPool& pool, std::function<void(const std::string&)> complain)
        : pool_(pool), complain_(std::move(complain)) {}
    PluginTasks(const PluginTasks&) = delete;
    PluginTasks& operator=(const PluginTasks&) = delete;
    /// Drops what waits, and waits for what runs.
    ~PluginTasks();

    /// See toolhost_tasks_api.
    toolhost_status run(const Task& task);

    /// See Services::endTasks.
    base::Result<base::Done> end(std::chrono::milliseconds patience);

private:
    friend class TaskPool;

    std::vector<Task> takeWaiting();
    void dropWaiting();
    void perform(const char* what, void (*function)(void*), void* user) const;

    TaskPool& pool_;
    const std::function<void(const std::string&)> complain_;
    std::size_t waiting_ = 0;  // guarded by pool_.mutex_
    std::size_t running_ = 0;  // guarded by pool_.mutex_
    bool has_ended_ = false;   // guarded by pool_.mutex_
};

}  // namespace toolhost::boundary
