#pragma once

#include <atomic>
#include <memory>
#include <string>

#include <toolhost/abi/plugin.h>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "tools/tool.hpp"

namespace toolhost::loader {

/// What a plugin sees of one call: the thing behind a toolhost_call*. Counted: the host's reference
/// and the plugin's; it frees itself with the last. Its functions are what the call interface
/// points at.
class CallHandle {
public:
    /// Starts with one reference, the caller's.
    static CallHandle* make(const tools::Definition& definition,
                            tools::Invocation invocation,
                            tools::Answered answered,
                            const base::Clock& clock,
                            base::Log& log);

    static CallHandle& from(toolhost_call* call) { return *reinterpret_cast<CallHandle*>(call); }
    toolhost_call* abi() { return reinterpret_cast<toolhost_call*>(this); }

    CallHandle(const CallHandle&) = delete;
    CallHandle& operator=(const CallHandle&) = delete;

    /// [any thread] Gives the answer unless one was given; false when it was too late.
    bool answer(tools::Answer answer);

    void retain() { references_.fetch_add(1, std::memory_order_relaxed); }
    void release();

    [[nodiscard]] const tools::Invocation& invocation() const { return invocation_; }

    /// The interface plugins reach calls through.
    static const toolhost_call_api* interface();

private:
    CallHandle(const tools::Definition& definition,
               tools::Invocation invocation,
               tools::Answered answered,
               const base::Clock& clock,
               base::Log& log);
    ~CallHandle() = default;

    static toolhost_str get(toolhost_call* call, std::uint32_t field) noexcept;
    static std::uint64_t remainingMs(toolhost_call* call) noexcept;
    static std::int32_t isCancelled(toolhost_call* call) noexcept;
    static toolhost_status finish(toolhost_call* call, toolhost_str result_json) noexcept;
    static toolhost_status fail(toolhost_call* call,
                                std::uint32_t failure,
                                toolhost_str message) noexcept;
    static void retainAbi(toolhost_call* call) noexcept { from(call).retain(); }
    static void releaseAbi(toolhost_call* call) noexcept { from(call).release(); }

    const tools::Definition& definition_;
    const tools::Invocation invocation_;
    const std::string identity_;
    const base::Clock& clock_;
    base::Log& log_;
    tools::Answered answered_;
    std::atomic<bool> is_answered_{false};
    std::atomic<int> references_{1};
};

}  // namespace toolhost::loader
