#pragma once

#include <map>
#include <string>
#include <utility>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// Something that must be answerable later.
struct AuditEvent {
    std::string type;            ///< what happened: a-z, 0-9, _ and .
    std::string outcome = "ok";  ///< "intended", "ok", "denied", "failed"
    std::string target;          ///< what it was done to
    /// Short facts. Never a secret.
    std::map<std::string, std::string> details;
};

/// Puts the plugin's own events on the host's audit trail. Thread-safe.
class Audit {
public:
    explicit Audit(Asking asking) : asking_(std::move(asking)) {}

    /// Waits until the event is on disk; ServiceError says that it is not, and what it is about
    /// should then not happen.
    void record(const AuditEvent& event) const {
        nlohmann::json request = {
            {"op", "record"}, {"type", event.type}, {"outcome", event.outcome}};
        if (!event.target.empty()) request["target"] = event.target;
        if (!event.details.empty()) request["details"] = event.details;
        asking_.wait(TOOLHOST_AUDIT_SERVICE, request);
    }

private:
    Asking asking_;
};

}  // namespace toolhost::sdk
