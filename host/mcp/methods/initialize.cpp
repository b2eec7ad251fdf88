#include "jsonrpc/members.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/result.hpp"

namespace toolhost::mcp {
namespace {

std::optional<std::string> requestedVersion(std::string_view params) {
    if (params.empty()) return std::nullopt;
    const auto members = jsonrpc::Members::read(params);
    return members.ok() ? members.value().findString("protocolVersion") : std::nullopt;
}

}  // namespace

const Revision& settledRevision(std::string_view params) {
    const auto requested = requestedVersion(params);
    const Revision* revision = requested ? findRevision(*requested) : nullptr;
    return revision != nullptr && !revision->is_modern ? *revision : latestSessionRevision();
}

void initialize(const Offer&, const MethodCall& call, const MethodDone& done) {
    if (!requestedVersion(call.request.params)) {
        return done(invalidParams("initialize needs params.protocolVersion, a string"));
    }
    const Revision& revision = settledRevision(call.request.params);
    done(closeResult(revision,
                     R"("protocolVersion":")" + std::string(revision.date) +
                         R"(","capabilities":{"tools":)" +
                         (call.notify ? R"({"listChanged":true})" : "{}") + R"(},"serverInfo":)" +
                         serverInfoJson()));
}

}  // namespace toolhost::mcp
