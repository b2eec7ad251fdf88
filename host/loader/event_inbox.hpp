#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace toolhost::loader {

/// Something that a plugin says has changed (TOOLHOST_EVENT_*).
struct PluginEvent {
    std::string plugin_id;
    std::uint32_t event = 0;
    /// The URI of a resource; empty where a list changed.
    std::string subject;

    friend bool operator==(const PluginEvent&, const PluginEvent&) = default;
};

/// What plugins say has changed, until the host sees to it: a plugin never waits for what follows
/// from its word. Thread-safe.
class EventInbox {
public:
    static constexpr std::size_t kEventsMax = 1'000;

    /// [any thread] Keeps the event, unless the same waits already. False when too many wait.
    bool put(const PluginEvent& event);

    /// What has come since the last time, in its order.
    std::vector<PluginEvent> take();

    /// Is called from put(), from here on; empty: nobody is. Must not block.
    void onArrival(std::function<void()> arrived);

private:
    std::mutex mutex_;
    std::vector<PluginEvent> events_;  // guarded by mutex_
    std::function<void()> arrived_;    // guarded by mutex_
};

}  // namespace toolhost::loader
