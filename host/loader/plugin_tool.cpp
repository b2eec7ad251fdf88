#include "loader/plugin_tool.hpp"

#include <utility>

#include "loader/call_handle.hpp"

namespace toolhost::loader {
namespace {

tools::Fault brokenContract(const tools::Definition& definition, const std::string& how) {
    return {tools::Fault::Kind::Internal,
            "plugin " + definition.plugin + " failed in tool " + definition.name + ": " + how};
}

/// Why the status a plugin returned from call() cannot stand; empty when it can.
std::string complaintOf(const base::Result<toolhost_status>& status) {
    if (!status.ok()) return status.error().what;
    if (status.value() == TOOLHOST_PENDING) return {};
    if (status.value() == TOOLHOST_OK) return "it said it had answered, but it had not";
    return "call returned status " + std::to_string(status.value());
}

}  // namespace

PluginTool::PluginTool(tools::Definition definition, std::shared_ptr<const Plugin> plugin)
    : definition_(std::move(definition)), plugin_(std::move(plugin)) {}

void PluginTool::run(tools::Invocation invocation, tools::Answered answered) {
    const Services& services = plugin_->services();
    CallHandle* call = CallHandle::make(
        definition_, std::move(invocation), std::move(answered), services.clock, services.log);
    const std::string complaint = complaintOf(plugin_->call(call->abi()));
    if (!complaint.empty() && call->answer(brokenContract(definition_, complaint))) {
        services.log.warning(
            "loader.plugin.misbehaved",
            {{"plugin", definition_.plugin}, {"tool", definition_.name}, {"reason", complaint}});
    }
    call->release();
}

}  // namespace toolhost::loader
