#include <algorithm>

#include "jsonrpc/encode.hpp"
#include "jsonrpc/members.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/result.hpp"

namespace toolhost::mcp {
namespace {

/// A list holds until plugins change. Who is not told of that looks again soon enough.
constexpr CacheHint kListCache{std::chrono::minutes(1)};

/// Where the wanted page begins.
std::variant<std::size_t, Refusal> beginOf(const Offer& offer,
                                           const Entries& list,
                                           const MethodCall& call) {
    if (call.request.params.empty()) return 0U;
    const auto params = jsonrpc::Members::read(call.request.params);
    if (!params.ok()) return invalidParams("params: " + params.error().what);
    if (!params.value().find("cursor")) return 0U;
    const auto cursor = params.value().findString("cursor");
    const auto begin =
        cursor ? offer.cursors.position(call.request.method, list, *cursor) : std::nullopt;
    if (begin) return *begin;
    return invalidParams(
        "params.cursor is not one this host gave for this list; begin anew without it");
}

void list(const char* member,
          const Entries& entries,
          const Offer& offer,
          const MethodCall& call,
          const MethodDone& done) {
    const auto begin = beginOf(offer, entries, call);
    if (const auto* refusal = std::get_if<Refusal>(&begin)) return done(*refusal);
    const std::size_t first = std::get<std::size_t>(begin);
    const std::size_t end = std::min(entries.size(), first + offer.settings.page_size);
    std::string members = '"' + std::string(member) + "\":[";
    for (std::size_t i = first; i < end; ++i) {
        members += (i > first ? "," : "") + entries[i].json;
    }
    members += ']';
    if (end < entries.size()) {
        const auto cursor = offer.cursors.after(call.request.method, entries, end - 1);
        if (!cursor.ok()) return done(internalError(cursor.error().what));
        members += R"(,"nextCursor":")" + cursor.value() + '"';
    }
    done(closeResult(call.revision, std::move(members), kListCache));
}

}  // namespace

void listTools(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    list("tools", offer.lists.at(&call.revision).tools, offer, call, done);
}

void listPrompts(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    list("prompts", offer.lists.at(&call.revision).prompts, offer, call, done);
}

void listResources(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    list("resources", offer.lists.at(&call.revision).resources, offer, call, done);
}

void listResourceTemplates(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    list("resourceTemplates", offer.lists.at(&call.revision).templates, offer, call, done);
}

}  // namespace toolhost::mcp
