#include "jsonrpc/members.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/result.hpp"

namespace toolhost::mcp {
namespace {

/// A list holds until plugins change. Who is not told of that looks again soon enough.
constexpr CacheHint kListCache{std::chrono::minutes(1)};

void list(const char* member,
          const std::string& entries,
          const MethodCall& call,
          const MethodDone& done) {
    if (!call.request.params.empty()) {
        const auto members = jsonrpc::Members::read(call.request.params);
        if (!members.ok()) return done(invalidParams("params: " + members.error().what));
        if (members.value().find("cursor")) {
            return done(invalidParams("cursor is not one this host gave: the list has one page"));
        }
    }
    done(closeResult(call.revision, '"' + std::string(member) + "\":" + entries, kListCache));
}

}  // namespace

void listTools(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    list("tools", offer.lists.at(&call.revision).tools, call, done);
}

void listPrompts(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    list("prompts", offer.lists.at(&call.revision).prompts, call, done);
}

void listResources(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    list("resources", offer.lists.at(&call.revision).resources, call, done);
}

void listResourceTemplates(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    list("resourceTemplates", offer.lists.at(&call.revision).templates, call, done);
}

}  // namespace toolhost::mcp
