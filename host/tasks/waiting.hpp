#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include "tasks/task.hpp"

namespace toolhost::tasks {

/// What the caller of a tool gets: the answer, or the task that goes on in its place.
using Outcome = std::variant<tools::Answer, Task>;

/// Takes that: exactly once, from any thread.
using Told = std::function<void(Outcome)>;

/// A call whose caller waits, until it is answered or has become a task, whichever is first.
/// Thread-safe.
class Waiting {
public:
    /// `id` is the task's if it becomes one. A caller that leaves while it waits stops the call;
    /// once there is a task, only its owner does.
    Waiting(std::string id, Told told, const std::stop_token& caller_left);
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    ~Waiting() = default;

    [[nodiscard]] const std::string& id() const { return id_; }

    /// Stops the tool.
    [[nodiscard]] const std::stop_source& stop() const { return stop_; }

    /// Whether the caller still has nothing.
    [[nodiscard]] bool isWaitedFor() const;

    /// The tool has answered. Tells the caller, unless there is a task: then it gives the answer
    /// back, for that. While the call becomes a task it keeps it.
    std::optional<tools::Answer> answer(tools::Answer answer);

    /// From here on the call becomes a task; false when it was answered before.
    bool becomeTask();

    /// It has become one: tells the caller. Gives back what the tool has answered meanwhile.
    std::optional<tools::Answer> isTask(const Task& task);

    /// It cannot become one: stops the tool and tells the caller why, or the answer when that has
    /// come meanwhile.
    void isNoTask(const base::Error& why);

private:
    enum class Phase { Waiting, Becoming, Over };
    struct Stop {
        std::stop_source source;
        void operator()() { source.request_stop(); }
    };

    const std::string id_;
    std::stop_source stop_;
    mutable std::mutex mutex_;
    Phase phase_ = Phase::Waiting;                         // guarded by mutex_
    Told told_;                                            // guarded by mutex_
    std::optional<tools::Answer> early_;                   // guarded by mutex_
    std::optional<std::stop_callback<Stop>> caller_left_;  // of whoever ends Phase::Waiting
};

}  // namespace toolhost::tasks
