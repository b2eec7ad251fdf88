#include "loader/plugin_tool.hpp"

#include <utility>

namespace toolhost::loader {
namespace {

tools::Answer quarantined(const tools::Definition& tool) {
    return tools::errorReply(
        "Plugin " + tool.plugin +
        " is in quarantine, because a call of it never came back. Ask the "
        "administrator of this host to start it anew: toolhost plugin reload " +
        tool.plugin + ".");
}

}  // namespace

PluginTool::PluginTool(tools::Definition definition,
                       std::shared_ptr<boundary::Plugin> plugin,
                       Quarantine quarantine,
                       const CallEnvironment& environment)
    : definition_(std::make_shared<const tools::Definition>(std::move(definition))),
      plugin_(std::move(plugin)),
      is_quarantined_(std::move(quarantine)),
      environment_(environment) {}

void PluginTool::run(tools::Invocation invocation, tools::Answered answered) {
    if (*is_quarantined_) return answered(quarantined(*definition_));
    HostCall* call =
        HostCall::make(definition_, std::move(invocation), std::move(answered), environment_);
    call->hintTo(plugin_);
    boundary::run(*plugin_, *call);
    call->release();
}

}  // namespace toolhost::loader
