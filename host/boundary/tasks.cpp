#include "boundary/tasks.hpp"

#include <algorithm>
#include <utility>

#include "base/thread.hpp"
#include "boundary/guarded.hpp"

namespace toolhost::boundary {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// A year; what is later is not waited for in one process.
constexpr std::uint64_t kDelayMsMax = std::uint64_t{366} * 86'400'000;

}  // namespace

TaskPool::~TaskPool() {
    {
        const std::lock_guard lock(mutex_);
        is_ending_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_)
        thread.join();
}

void TaskPool::work() {
    base::nameThisThread("plugin-task");
    std::unique_lock lock(mutex_);
    while (!is_ending_) {
        if (waiting_.empty()) {
            changed_.wait(lock);
        } else if (const auto due = waiting_.begin()->first; due > steady_clock::now()) {
            changed_.wait_until(lock, due);
        } else {
            runNext(lock);
        }
    }
}

/// Called and left under the lock, which is not held while the plugin's code runs.
void TaskPool::runNext(std::unique_lock<std::mutex>& lock) {
    const Waiting next = waiting_.begin()->second;
    waiting_.erase(waiting_.begin());
    --next.owner->waiting_;
    ++next.owner->running_;
    changed_.notify_one();  // another thread waits for what is due next
    lock.unlock();
    next.owner->perform("a task", next.task.work, next.task.user);
    lock.lock();
    --next.owner->running_;
    finished_.notify_all();
}

PluginTasks::~PluginTasks() {
    dropWaiting();
    std::unique_lock lock(pool_.mutex_);
    pool_.finished_.wait(lock, [this] { return running_ == 0; });
}

toolhost_status PluginTasks::run(const Task& task) {
    const auto delay = milliseconds(std::min(task.delay_ms, kDelayMsMax));
    const std::lock_guard lock(pool_.mutex_);
    if (has_ended_) return TOOLHOST_E_STATE;
    if (waiting_ >= kWaitingMax) return TOOLHOST_E_LIMIT;
    while (pool_.threads_.size() < pool_.threads_max_) {
        pool_.threads_.emplace_back([&pool = pool_] { pool.work(); });
    }
    ++waiting_;
    pool_.waiting_.emplace(steady_clock::now() + delay, TaskPool::Waiting{task, this});
    pool_.changed_.notify_one();
    return TOOLHOST_OK;
}

base::Result<base::Done> PluginTasks::end(milliseconds patience) {
    dropWaiting();
    std::unique_lock lock(pool_.mutex_);
    if (pool_.finished_.wait_for(lock, patience, [this] { return running_ == 0; })) {
        return base::Done{};
    }
    return base::Error{"a task of the plugin still runs"};
}

void PluginTasks::dropWaiting() {
    for (const Task& task : takeWaiting()) {
        perform("dropping a task", task.drop, task.user);
    }
}

/// What had not begun; nothing begins any more.
std::vector<Task> PluginTasks::takeWaiting() {
    const std::lock_guard lock(pool_.mutex_);
    has_ended_ = true;
    std::vector<Task> taken;
    for (auto each = pool_.waiting_.begin(); each != pool_.waiting_.end();) {
        if (each->second.owner != this) {
            ++each;
            continue;
        }
        taken.push_back(each->second.task);
        each = pool_.waiting_.erase(each);
    }
    waiting_ = 0;
    return taken;
}

void PluginTasks::perform(const char* what, void (*function)(void*), void* user) const {
    const auto done = guarded(what, [function, user] {
        function(user);
        return TOOLHOST_OK;
    });
    if (!done.ok()) complain_(done.error().what);
}

}  // namespace toolhost::boundary
