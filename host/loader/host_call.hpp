#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "boundary/call.hpp"
#include "boundary/partial_answer.hpp"
#include "boundary/plugin.hpp"
#include "tools/callable.hpp"

namespace toolhost::loader {

/// What a call needs of the host while it is with a plugin. Outlives the call.
struct CallEnvironment {
    const base::Clock& clock;
    base::Log& log;
};

/// A call as the plugin sees it: holds the plugin to its promises and hands its one
/// answer on.
class HostCall final : public boundary::Call {
public:
    /// Starts with one reference, the caller's.
    static HostCall* make(std::shared_ptr<const tools::Target> target,
                          tools::Invocation invocation,
                          tools::Answered answered,
                          const CallEnvironment& environment);

    /// Hints to the plugin once nobody waits any more. Called once, before the plugin is.
    void hintTo(const std::shared_ptr<boundary::Plugin>& plugin);

    /// [any thread] Gives the answer unless one was given; false when it was too late.
    bool answer(tools::Answer answer);

    [[nodiscard]] const tools::Invocation& invocation() const { return invocation_; }

    [[nodiscard]] std::optional<std::string_view> field(std::uint32_t name) const override;
    [[nodiscard]] std::chrono::milliseconds remaining() const override;
    [[nodiscard]] bool isCancelled() const override;
    toolhost_status finish(std::string_view result_json) override;
    toolhost_status fail(std::uint32_t failure, std::string_view message) override;
    toolhost_status needInput(std::string_view requests_json, std::string_view state) override;
    toolhost_status report(const boundary::Progress& progress) override;
    toolhost_status addPartial(std::string_view block_json) override;
    toolhost_status closeStream(std::chrono::milliseconds retry) override;
    toolhost_status say(const boundary::Message& message) override;
    void misbehaved(const std::string& how) override;

private:
    struct Hint {
        HostCall* call;
        std::weak_ptr<boundary::Plugin> plugin;
        void operator()() const;
    };

    HostCall(std::shared_ptr<const tools::Target> target,
             tools::Invocation invocation,
             tools::Answered answered,
             const CallEnvironment& environment);
    ~HostCall() override = default;

    [[nodiscard]] base::Result<tools::Answer> read(std::string_view result_json);
    [[nodiscard]] std::string called() const;
    void complain(const std::string& reason) const;
    [[nodiscard]] bool canComeBack() const;
    [[nodiscard]] bool isProgress(double done);

    /// Its own share: a plugin may keep a call longer than the host keeps what it offers.
    const std::shared_ptr<const tools::Target> target_;
    const tools::Invocation invocation_;
    const std::string identity_;
    const CallEnvironment environment_;
    tools::Answered answered_;
    std::atomic<bool> is_answered_{false};
    std::mutex mutex_;
    boundary::PartialAnswer partial_;
    std::optional<double> told_;                    // guarded by mutex_: the progress last told
    base::SteadyTime told_at_{};                    // guarded by mutex_
    std::optional<std::stop_callback<Hint>> hint_;  // gone once answered
};

}  // namespace toolhost::loader
