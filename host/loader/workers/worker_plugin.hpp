#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "boundary/frames/hello.hpp"
#include "boundary/plugin.hpp"
#include "boundary/services.hpp"
#include "loader/workers/call_table.hpp"
#include "loader/workers/control_replies.hpp"
#include "loader/workers/link.hpp"
#include "loader/workers/restarts.hpp"
#include "loader/workers/slumber.hpp"

namespace toolhost::loader {

/// Something that befell a plugin's process, for the log and the audit trail.
struct Incident {
    std::string_view event;  ///< "plugin.crashed", "plugin.started"
    std::string reason;
};

/// A plugin in a process of its own: the same calls as frames. When the process ends, the calls it
/// held are answered so and it is started again; until it is ready calls are turned away in words.
/// One that nobody calls may be let go until somebody does; those calls wait.
class WorkerPlugin final : public boundary::Plugin {
public:
    struct Environment {
        /// The toolhost-worker to start.
        std::filesystem::path program;
        std::shared_ptr<boundary::Services> services;
        const base::Clock& clock;
        std::function<void(const Incident&)> on_incident;
        /// The pause without calls after which the process ends until the next one; 0: never.
        std::chrono::milliseconds idle_stop{0};
    };

    /// Starts the process and waits until the plugin has said what it is.
    static base::Result<std::unique_ptr<WorkerPlugin>> open(boundary::Hello hello,
                                                            Environment environment);
    /// Ends the instance, then the process.
    ~WorkerPlugin() override;

    [[nodiscard]] const boundary::Description& description() const override { return description_; }
    base::Result<base::Done> create(std::string_view config_json) override;
    base::Result<bool> reconfigure(const boundary::Configuration& changed) override;
    [[nodiscard]] base::Result<std::vector<std::string>> list(std::uint32_t kind) override;
    base::Result<toolhost_status> call(boundary::Call& call) override;
    void cancel(boundary::Call& call) override;
    [[nodiscard]] base::Result<base::Done> health() override;
    base::Result<base::Done> quiesce() override;

    /// [control] What the plugin's describe() says when it is asked now.
    [[nodiscard]] base::Result<std::string> describeAgain();

    /// [control] Makes and ends so many instances in its process, one after the other. Not while
    /// there is one. An error is why one could not be.
    base::Result<base::Done> live(std::size_t lives, std::string_view config_json);

    /// The process it is in at the moment; 0 while there is none.
    [[nodiscard]] pid_t process();

    /// How much it has to do, to compare it with others: a process that could not take a call now
    /// has more than any that could.
    [[nodiscard]] std::size_t load();

private:
    WorkerPlugin(boundary::Hello hello, Environment environment);

    // Lives of the process, all on supervisor_.
    void supervise();
    std::string liveOnce();
    void greet(WorkerLink& link);
    void greeted(const ControlReplies::Parts& said);
    void createAgain(const std::string& config_json);
    void bury(const std::string& reason);
    bool waitFor(std::chrono::milliseconds pause);
    bool sleep();

    void fallAsleepIfIdle();
    void stuck(const boundary::Frame& frame);

    void endInstance();
    base::Result<base::Done> wakeUp();
    void deliver(boundary::Call& call);
    ControlReplies::Parts control(boundary::FrameType type,
                                  const std::vector<std::string>& parts,
                                  const ControlReplies::Answered& first = {});
    void send(std::string_view frame);
    void becomeReady(bool is_ready, const std::string& why);

    boundary::Hello hello_;  // guarded by mutex_
    const Environment environment_;
    boundary::Description description_;  // set once, before open() returns
    CallTable calls_;
    ControlReplies replies_;
    Restarts restarts_;  // supervisor_'s
    std::mutex mutex_;
    std::condition_variable changed_;
    std::shared_ptr<WorkerLink> link_;  // guarded by mutex_; null while there is no process
    std::optional<ControlReplies::Parts> said_;  // guarded by mutex_: the first greeting's answer
    std::optional<std::string> config_;          // guarded by mutex_: what create() was given
    std::string not_ready_ = "is starting";      // guarded by mutex_; empty: it is
    bool is_stopping_ = false;                   // guarded by mutex_
    Slumber slumber_;                            // guarded by mutex_
    std::thread supervisor_;
};

}  // namespace toolhost::loader
