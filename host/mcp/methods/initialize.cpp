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

/// What is served. Lists are told of where a notification can go.
std::string capabilities(const MethodCall& call) {
    const bool can_tell = static_cast<bool>(call.notify);
    const std::string list = can_tell ? R"({"listChanged":true})" : "{}";
    return R"({"tools":)" + list + R"(,"prompts":)" + list + R"(,"resources":)" +
           (can_tell ? R"({"subscribe":true,"listChanged":true})" : "{}") + R"(,"completions":{}})";
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
                         R"(","capabilities":)" + capabilities(call) + R"(,"serverInfo":)" +
                         serverInfoJson()));
}

}  // namespace toolhost::mcp
