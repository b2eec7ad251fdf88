#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// Runs work on threads of the host, so that a plugin needs none of its own. The host waits for it
/// before it lets the plugin go. Thread-safe.
class Tasks {
public:
    using Work = std::function<void()>;

    explicit Tasks(const Asking& asking)
        : api_(asking.host().find<toolhost_tasks_api>(TOOLHOST_TASKS_INTERFACE)),
          log_(Log(asking.host().log())) {}

    /// Runs the work once, after the delay; it is dropped unrun when the plugin ends before. False
    /// when the host does not take it: too much waits, or it is ending.
    bool run(Work work, std::chrono::milliseconds delay = {}) const {
        if (api_ == nullptr) return false;
        auto task = std::make_unique<Task>(Task{std::move(work), log_});
        const auto delay_ms = static_cast<std::uint64_t>(delay.count() > 0 ? delay.count() : 0);
        if (api_->run(api_->context, delay_ms, &perform, &drop, task.get()) != TOOLHOST_OK) {
            return false;
        }
        static_cast<void>(task.release());  // perform() or drop() takes it back
        return true;
    }

private:
    struct Task {
        Work work;
        Log log;
    };

    static void perform(void* user) noexcept {
        const std::unique_ptr<Task> task(static_cast<Task*>(user));
        try {
            task->work();
        } catch (const std::exception& e) {
            task->log.error(e.what());
        } catch (...) {
            task->log.error("an unknown exception in a task");
        }
    }

    static void drop(void* user) noexcept { delete static_cast<Task*>(user); }

    const toolhost_tasks_api* api_;
    Log log_;
};

}  // namespace toolhost::sdk
