#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boundary/call.hpp"

namespace toolhost::loader {

/// What a plugin did with one call. Thread-safe.
class TrialOutcome {
public:
    /// How the call was answered.
    struct Answer {
        enum class Kind { Result, Failure, Questions };
        Kind kind = Kind::Result;
        std::string text;           ///< the result (JSON), the words of a failure, or the requests
        std::uint32_t failure = 0;  ///< TOOLHOST_FAILURE_*
    };

    void answered(Answer answer);
    void misbehaved(const std::string& how);
    void released();

    /// Whether it was answered within that time.
    [[nodiscard]] bool waitAnswered(std::chrono::milliseconds patience);
    /// Whether the plugin let go of it within that time.
    [[nodiscard]] bool waitReleased(std::chrono::milliseconds patience);

    /// The first answer; absent when there is none yet.
    [[nodiscard]] std::optional<Answer> answer() const;
    /// How the plugin broke the contract with the call, another answer included; empty when it
    /// did not.
    [[nodiscard]] std::string misbehaviour() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Answer> answer_;  // guarded by mutex_
    std::string misbehaviour_;      // guarded by mutex_
    bool is_released_ = false;      // guarded by mutex_
};

/// A call that nobody made, to see what a plugin does with it. Its arguments are handed to the
/// plugin as they are, whatever the tool's inputSchema says.
class TrialCall final : public boundary::Call {
public:
    struct Order {
        std::string tool;
        std::string arguments;
        std::chrono::milliseconds patience;  ///< the time the plugin is told it has
    };

    /// Starts with one reference, the caller's. The outcome hears when the last one is given back.
    TrialCall(Order order, std::shared_ptr<TrialOutcome> outcome);

    void cancel() { is_cancelled_ = true; }

    [[nodiscard]] std::optional<std::string_view> field(std::uint32_t name) const override;
    [[nodiscard]] std::chrono::milliseconds remaining() const override;
    [[nodiscard]] bool isCancelled() const override { return is_cancelled_; }
    toolhost_status finish(std::string_view result_json) override;
    toolhost_status fail(std::uint32_t failure, std::string_view message) override;
    toolhost_status needInput(std::string_view requests_json, std::string_view state) override;
    toolhost_status report(const boundary::Progress& progress) override;
    toolhost_status addPartial(std::string_view block_json) override;
    toolhost_status closeStream(std::chrono::milliseconds retry) override;
    toolhost_status say(const boundary::Message& message) override;
    void misbehaved(const std::string& how) override;

private:
    ~TrialCall() override;

    const Order order_;
    const std::shared_ptr<TrialOutcome> outcome_;
    const std::chrono::steady_clock::time_point deadline_;
    std::atomic<bool> is_cancelled_{false};
};

}  // namespace toolhost::loader
