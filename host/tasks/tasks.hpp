#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/completion.hpp"
#include "base/log.hpp"
#include "calls/runner.hpp"
#include "calls/timer.hpp"
#include "store/database.hpp"
#include "tasks/places.hpp"
#include "tasks/records.hpp"
#include "tasks/running.hpp"
#include "tasks/settings.hpp"
#include "tasks/task.hpp"
#include "tasks/waiting.hpp"
#include "tasks/work.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::tasks {

/// When a call becomes a task.
enum class Start {
    WhenSlow,  ///< once it has gone unanswered for Settings::after
    AtOnce     ///< before its tool is run
};

/// Runs tool calls that may go on after their request has been answered. What is known of a task is
/// in the database before anybody hears of it, so it survives this process: one that waits for
/// answers goes on waiting, a tool that was at work is run again if that can do no harm. Every
/// change is one job of the store's writer, which decides who was first. Thread-safe.
class Tasks {
public:
    /// Outlive it.
    struct Rooms {
        store::Database& database;
        calls::Runner& runner;
        const base::Clock& clock;
        base::Log& log;
    };
    /// Told of a task after each change, in the order of the changes. Must not block.
    using Changed = std::function<void(const Task&)>;

    static base::Result<std::unique_ptr<Tasks>> open(const Settings& settings, Rooms rooms);
    Tasks(const Tasks&) = delete;
    Tasks& operator=(const Tasks&) = delete;
    /// Stops. The runner has been drained.
    ~Tasks();

    /// [before anything runs] Who is told of changes, until stop() returns.
    void follow(Changed changed) { changed_ = std::move(changed); }

    /// [once, before anything runs] Takes up the tasks whose tool was at work when the last process
    /// ended: runs those again that may run twice, fails the others.
    base::Result<base::Done> resume(const tools::Catalogue& catalogue);

    /// [any thread] Runs a call for a caller that knows tasks. With no place for a further task it
    /// is run as any other call, or refused when it would have been one at once.
    void run(calls::Order order, Start start, Told told);

    /// [any thread] The caller's task of that id; absent when it has none.
    [[nodiscard]] base::Result<std::optional<Task>> find(std::string_view id,
                                                         const identity::Principal& caller) const;

    /// [any thread] Takes what the user answered; once all is answered the tool is run again, as
    /// the catalogue has it. Says whether the caller has such a task; a final one takes nothing.
    void answer(GivenAnswers given,
                const std::shared_ptr<const tools::Catalogue>& catalogue,
                base::Completion<bool> done);

    /// [any thread] Ends a task that is not final. Says whether the caller has such a task.
    void cancel(const std::string& id,
                const identity::Principal& caller,
                base::Completion<bool> done);

    /// [any thread] Removes what has been kept long enough. Done by itself every minute.
    void sweep();

    /// Makes no more tasks and gives those at work `patience` to end; what then still runs is asked
    /// to stop, and taken up by the next process. When it returns nobody is told of changes any
    /// more, and nothing is taken but what reads.
    void stop(std::chrono::milliseconds patience);

private:
    Tasks(const Settings& settings, Rooms rooms);

    base::Result<base::Done> countKept();
    void takeUp(const Interrupted& task, const tools::Catalogue& catalogue);
    void runWhileWaitedFor(calls::Order order, std::shared_ptr<Places::Place> place, Told told);
    void makeTaskOf(const std::shared_ptr<Waiting>& waiting,
                    const calls::Order& order,
                    const std::shared_ptr<Places::Place>& place);
    void makeTaskThenRun(calls::Order order,
                         const std::shared_ptr<Places::Place>& place,
                         const Told& told);
    [[nodiscard]] bool isStopping();
    [[nodiscard]] Task newTask(const std::string& id, const calls::Order& order) const;
    void runTask(const std::string& id, calls::Order order);
    void runAgain(const std::string& id,
                  const Work& work,
                  const std::shared_ptr<const identity::Principal>& caller,
                  const tools::Catalogue& catalogue);
    void stopSoon(const std::string& id);
    void settle(const std::string& id, const tools::Answer& answer);
    void ask(const std::string& id, const tools::Questions& questions);
    void end(const std::string& id, const TaskEnd& how);
    void endLater(const std::string& id, const TaskEnd& how, const base::Error& why);
    [[nodiscard]] TaskEnd endOf(const tools::Answer& answer) const;
    void tell(const std::optional<Task>& task);
    void sweepLater();

    /// Runs a job of the store; refused once this is closed. Counted until `done` has returned.
    template <typename T>
    void write(std::function<base::Result<T>(store::Connection&)> job, base::Completion<T> done);
    bool beginWrite();
    void endWrite();

    const Settings settings_;
    store::Database& database_;
    calls::Runner& runner_;
    const base::Clock& clock_;
    base::Log& log_;
    Changed changed_;
    Places places_;
    Running running_;
    std::mutex mutex_;
    std::condition_variable written_;
    std::size_t writes_ = 0;    // guarded by mutex_; begun and not done
    bool is_stopping_ = false;  // guarded by mutex_; makes no more tasks
    bool is_closed_ = false;    // guarded by mutex_; changes nothing any more
    calls::Timer timer_;        // ends first: what it rings uses all of the above
};

}  // namespace toolhost::tasks
