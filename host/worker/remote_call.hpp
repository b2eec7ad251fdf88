#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "boundary/call.hpp"
#include "boundary/frames/frame.hpp"
#include "boundary/partial_answer.hpp"
#include "boundary/plugin.hpp"
#include "worker/connection.hpp"
#include "worker/live_calls.hpp"

namespace toolhost::worker {

/// The image of a call that is in the host: fields came with it, answers go back as frames. What
/// the contract answers at once is decided here, as the host would.
class RemoteCall final : public boundary::Call {
public:
    /// From a Call frame. What it is given outlives it. Starts with one reference, the caller's.
    static RemoteCall* make(const boundary::Frame& frame, Connection& connection, LiveCalls& live);

    [[nodiscard]] std::uint64_t id() const { return id_; }
    void cancel() { is_cancelled_ = true; }

    /// Runs it in the plugin.
    void runIn(boundary::Plugin& plugin);
    /// Tells the host if runIn() has not returned.
    void sayIfStuck();

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
    RemoteCall(const boundary::Frame& frame, Connection& connection, LiveCalls& live);
    ~RemoteCall() override;

    toolhost_status answer(boundary::FrameType type, std::initializer_list<std::string_view> parts);
    void tell(boundary::FrameType type, std::initializer_list<std::string_view> parts);

    const std::uint64_t id_;
    Connection& connection_;
    LiveCalls& live_;
    const std::chrono::steady_clock::time_point deadline_;
    const std::vector<std::string> fields_;
    boundary::PartialAnswer partial_;
    std::atomic<bool> is_cancelled_{false};
    std::atomic<bool> is_answered_{false};
    std::atomic<bool> is_running_{false};
};

}  // namespace toolhost::worker
