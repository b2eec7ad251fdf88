#include "jsonrpc/members.hpp"
#include "mcp/audience.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/result.hpp"

namespace toolhost::mcp {

void setLevel(const Offer&, const MethodCall& call, const MethodDone& done) {
    const auto params = jsonrpc::Members::read(call.request.params);
    const auto name = params.ok() ? params.value().findString("level") : std::nullopt;
    const auto level = name ? levelNamed(*name) : std::nullopt;
    if (!level) {
        return done(
            invalidParams("logging/setLevel needs params.level, one of debug, info, notice, "
                          "warning, error, critical, alert, emergency"));
    }
    call.peer->setLevel(*level);
    done(closeResult(call.revision, {}));
}

}  // namespace toolhost::mcp
