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

std::string capabilities(const Revision& revision) {
    return std::string(R"({"tools":{"listChanged":true},"prompts":{"listChanged":true},)"
                       R"("resources":{"subscribe":true,"listChanged":true},"logging":{})") +
           (revision.has_audio ? R"(,"completions":{}})" : "}");
}

}  // namespace

const Revision& settledRevision(std::string_view params) {
    const auto requested = requestedVersion(params);
    const Revision* revision = requested ? findRevision(*requested) : nullptr;
    return revision != nullptr && !revision->is_modern ? *revision : latestSessionRevision();
}

std::string settledCapabilities(std::string_view params) {
    const auto members = jsonrpc::Members::read(params);
    const bool has_some = members.ok() && members.value().isObject("capabilities");
    return std::string(has_some ? *members.value().find("capabilities") : "{}");
}

void initialize(const Offer&, const MethodCall& call, const MethodDone& done) {
    if (!requestedVersion(call.request.params)) {
        return done(invalidParams("initialize needs params.protocolVersion, a string"));
    }
    const Revision& revision = settledRevision(call.request.params);
    done(closeResult(revision,
                     R"("protocolVersion":")" + std::string(revision.date) +
                         R"(","capabilities":)" + capabilities(revision) + R"(,"serverInfo":)" +
                         serverInfoJson()));
}

}  // namespace toolhost::mcp
