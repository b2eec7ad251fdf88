#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <toolhost/abi/plugin.h>

namespace toolhost::boundary {

/// The largest result a plugin may finish a call with.
inline constexpr std::size_t kResultBytesMax = std::size_t{16} << 20;

/// The most a plugin may say to a client at once.
inline constexpr std::size_t kMessageBytesMax = std::size_t{256} << 10;

/// How far a call is. `total` 0: not known.
struct Progress {
    double done = 0;
    double total = 0;
    std::string_view message;
};

/// What a plugin says to the client while a call runs. Borrowed.
struct Message {
    std::int32_t level = TOOLHOST_MESSAGE_INFO;
    std::string_view logger;  ///< empty for none
    std::string_view data_json;
};

/// One call as its plugin sees it, wherever the plugin runs: the thing behind a toolhost_call*.
/// Counted; it frees itself with the last reference. Thread-safe. What its functions mean is said
/// at toolhost_call_api.
class Call {
public:
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    static Call& from(toolhost_call* call) { return *reinterpret_cast<Call*>(call); }
    toolhost_call* abi() { return reinterpret_cast<toolhost_call*>(this); }

    void retain() { references_.fetch_add(1, std::memory_order_relaxed); }
    /// False when the last reference has been given back already.
    [[nodiscard]] bool retainUnlessGone();
    void release();

    /// A field (TOOLHOST_CALL_*), alive as long as the call; absent when the call has none.
    [[nodiscard]] virtual std::optional<std::string_view> field(std::uint32_t name) const = 0;
    [[nodiscard]] virtual std::chrono::milliseconds remaining() const = 0;
    [[nodiscard]] virtual bool isCancelled() const = 0;
    virtual toolhost_status finish(std::string_view result_json) = 0;
    virtual toolhost_status fail(std::uint32_t failure, std::string_view message) = 0;
    virtual toolhost_status needInput(std::string_view requests_json, std::string_view state) = 0;
    virtual toolhost_status report(const Progress& progress) = 0;
    virtual toolhost_status addPartial(std::string_view block_json) = 0;
    virtual toolhost_status closeStream(std::chrono::milliseconds retry) = 0;
    virtual toolhost_status say(const Message& message) = 0;

    /// The plugin broke the contract with this call: answers so unless it is answered.
    virtual void misbehaved(const std::string& how) = 0;

    /// The table through which plugins reach calls.
    static const toolhost_call_api* interface();

protected:
    /// Starts with one reference, its maker's.
    Call() = default;
    virtual ~Call() = default;

private:
    std::atomic<int> references_{1};
};

}  // namespace toolhost::boundary
