#pragma once

#include <string>

#include "audit/event.hpp"
#include "audit/trail.hpp"
#include "base/completion.hpp"
#include "base/result.hpp"

namespace toolhost::loader {

class HostCall;

/// Puts on the audit trail what one plugin does. Cheap to copy; thread-safe.
class PluginRecords {
public:
    /// The trail outlives it.
    PluginRecords(audit::Trail& trail, std::string plugin_id)
        : trail_(&trail), plugin_id_(std::move(plugin_id)) {}

    /// Records the event under the plugin's name: with the call's principal and id when there is a
    /// call, else as the plugin itself. `durable` is called exactly once, also when the trail takes
    /// no event; it may be empty, and a lost event is then named in the log.
    void record(audit::Event event,
                const HostCall* call,
                base::Completion<base::Done> durable) const;

    [[nodiscard]] const std::string& pluginId() const { return plugin_id_; }

private:
    audit::Trail* trail_;
    std::string plugin_id_;
};

}  // namespace toolhost::loader
