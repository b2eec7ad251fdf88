#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <toolhost/abi/plugin.h>

#include "base/result.hpp"
#include "boundary/call.hpp"

namespace toolhost::boundary {

/// One question to a service of the host. Everything is borrowed.
struct Request {
    /// TOOLHOST_*_SERVICE.
    std::string_view service;
    /// On whose behalf; null when the plugin asks for itself.
    Call* call = nullptr;
    std::string_view json;
    std::string_view bytes;
};

/// Takes the answer of a service: exactly once, from any thread; see toolhost_reply.
using Replied = std::function<void(toolhost_status, std::string_view json, std::string_view bytes)>;

/// One number a plugin tells; see toolhost_metrics_api.
struct Measurement {
    std::uint32_t kind = TOOLHOST_METRIC_COUNT;
    std::string_view name;
    std::string_view labels_json;
    double value = 0;
};

/// Work a plugin gives to a thread of the host; see toolhost_tasks_api. One of the two functions is
/// called, once.
struct Task {
    std::uint64_t delay_ms = 0;
    void (*work)(void* user) = nullptr;
    void (*drop)(void* user) = nullptr;
    void* user = nullptr;
};

/// What the host does for one plugin, whether it is in this process or at the other end of a
/// socket. Thread-safe, and outlives the plugin's library.
class Services {
public:
    Services() = default;
    Services(const Services&) = delete;
    Services& operator=(const Services&) = delete;
    virtual ~Services() = default;

    /// Whether the plugin may have that interface. The call, log and config interfaces are
    /// everyone's and not asked for.
    [[nodiscard]] virtual bool grants(std::string_view interface_id) = 0;
    /// The plugin asked for an interface that it may not have.
    virtual void refused(std::string_view /*interface_id*/) {}

    virtual void log(std::int32_t level, std::string_view message) = 0;
    [[nodiscard]] virtual std::optional<std::string> config(std::string_view key) const = 0;
    /// The plugin has taken up a changed configuration: config() gives its texts from here on.
    virtual void configure(const std::map<std::string, std::string>& texts) = 0;

    // Denied unless there is something to grant: see grants().
    virtual toolhost_status measure(const Measurement& /*measurement*/) {
        return TOOLHOST_E_DENIED;
    }
    virtual toolhost_status raise(std::uint32_t /*event*/, std::string_view /*subject*/) {
        return TOOLHOST_E_DENIED;
    }
    virtual toolhost_status run(const Task& /*task*/) { return TOOLHOST_E_DENIED; }
    /// Drops the tasks that have not begun, waits for those that have and for answers that are
    /// under way; later tasks are refused. An error when something of the plugin still runs then.
    virtual base::Result<base::Done> endTasks(std::chrono::milliseconds /*patience*/) {
        return base::Done{};
    }

    /// TOOLHOST_PENDING: `replied` is or will be called; anything else: it is not.
    virtual toolhost_status ask(const Request& request, Replied replied) = 0;
};

}  // namespace toolhost::boundary
