#include "jsonrpc/members.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/result.hpp"

namespace toolhost::mcp {
namespace {

/// A list holds until plugins change. Who is not told of that looks again soon enough.
constexpr CacheHint kListCache{std::chrono::minutes(1)};

}  // namespace

void listTools(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    if (!call.request.params.empty()) {
        const auto members = jsonrpc::Members::read(call.request.params);
        if (!members.ok()) return done(invalidParams("params: " + members.error().what));
        if (members.value().find("cursor")) {
            return done(invalidParams("cursor is not one this host gave: the list has one page"));
        }
    }
    done(closeResult(
        call.revision, R"("tools":)" + offer.tool_lists.at(&call.revision), kListCache));
}

}  // namespace toolhost::mcp
