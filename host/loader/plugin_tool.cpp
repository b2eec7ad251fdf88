#include "loader/plugin_tool.hpp"

#include <utility>

namespace toolhost::loader {
PluginTool::PluginTool(tools::Definition definition,
                       std::shared_ptr<boundary::Plugin> plugin,
                       const CallEnvironment& environment)
    : definition_(std::make_shared<const tools::Definition>(std::move(definition))),
      plugin_(std::move(plugin)),
      environment_(environment) {}

void PluginTool::run(tools::Invocation invocation, tools::Answered answered) {
    HostCall* call =
        HostCall::make(definition_, std::move(invocation), std::move(answered), environment_);
    call->hintTo(plugin_);
    boundary::run(*plugin_, *call);
    call->release();
}

}  // namespace toolhost::loader
