#pragma once

#include <string_view>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// Tells clients that something of the plugin has changed. False when the host has nobody to tell.
/// Thread-safe.
class Events {
public:
    explicit Events(const Asking& asking)
        : api_(asking.host().find<toolhost_events_api>(TOOLHOST_EVENTS_INTERFACE)) {}

    /// The tools, prompts or resources are others now.
    bool listChanged() const { return raise(TOOLHOST_EVENT_LIST_CHANGED, {}); }
    /// What is behind that URI is something else now.
    bool resourceUpdated(std::string_view uri) const {
        return raise(TOOLHOST_EVENT_RESOURCE_UPDATED, uri);
    }

private:
    bool raise(uint32_t event, std::string_view subject) const {
        return api_ != nullptr && api_->raise(api_->context, event, toAbi(subject)) == TOOLHOST_OK;
    }

    const toolhost_events_api* api_;
};

}  // namespace toolhost::sdk
