#include "loader/plugin_offering.hpp"

#include <string>

namespace toolhost::loader {
namespace {

tools::Answer quarantined(const std::string& plugin) {
    return tools::errorReply(
        "Plugin " + plugin +
        " is in quarantine, because a call of it never came back. Ask the administrator of this "
        "host to start it anew: toolhost plugin reload " +
        plugin + ".");
}

}  // namespace

void runIn(const PluginSeat& seat,
           std::shared_ptr<const tools::Target> target,
           tools::Invocation invocation,
           tools::Answered answered) {
    if (*seat.is_quarantined) return answered(quarantined(target->plugin));
    HostCall* call = HostCall::make(
        std::move(target), std::move(invocation), std::move(answered), seat.environment);
    call->hintTo(seat.plugin);
    boundary::run(*seat.plugin, *call);
    call->release();
}

}  // namespace toolhost::loader
