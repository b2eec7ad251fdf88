#include "loader/services/plugin_records.hpp"

#include <utility>

#include "loader/host_call.hpp"

namespace toolhost::loader {

void PluginRecords::record(audit::Event event,
                           const HostCall* call,
                           base::Completion<base::Done> durable) const {
    if (event.target.empty()) event.target = plugin_id_;
    event.details["plugin"] = plugin_id_;
    if (call != nullptr) {
        event.actor = *call->invocation().principal;
        event.call_id = call->invocation().id;
    } else {
        event.actor.subject = "plugin:" + plugin_id_;
        event.actor.evidence = identity::Evidence::Process;
    }
    const auto taken = trail_->append(event, durable);
    if (!taken.ok() && durable) durable(taken);
}

}  // namespace toolhost::loader
