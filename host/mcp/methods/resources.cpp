#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "jsonrpc/encode.hpp"
#include "jsonrpc/members.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/methods/plugin_call.hpp"
#include "mcp/result.hpp"

namespace toolhost::mcp {
namespace {

using nlohmann::json;

/// What is read depends on who asks and when.
constexpr CacheHint kReadCache{std::chrono::milliseconds(0), CacheHint::Scope::Private};

std::string dataFor(const std::string& uri) {
    return R"({"uri":)" + jsonrpc::encodeString(uri) + '}';
}

/// Each revision has a code of its own for it (MCP 2025-11-25, resources, "Error Handling";
/// 2026-07-28, the same).
Refusal notFound(const Revision& revision, const std::string& uri, std::string message) {
    return {.code = revision.is_modern ? jsonrpc::kInvalidParams : kResourceNotFound,
            .message = std::move(message),
            .http_status = 200,
            .data = dataFor(uri)};
}

/// What a plugin is given to read: the URI, and the values of its template's variables.
std::string argumentsFor(const tools::ResourceDefinition& resource, const std::string& uri) {
    json arguments = {{"uri", uri}};
    if (resource.pattern) {
        arguments["variables"] =
            resource.pattern->match(uri).value_or(tools::UriTemplate::Values());
    }
    return arguments.dump(-1, ' ', false, json::error_handler_t::replace);
}

MethodResult contentsOf(const Revision& revision, const std::string& uri, tools::Answer answer) {
    const auto* fault = std::get_if<tools::Fault>(&answer);
    if (fault != nullptr && fault->kind == tools::Fault::Kind::InvalidParams) {
        return notFound(revision, uri, fault->message);
    }
    return plainResult(revision, std::move(answer), kReadCache);
}

/// A resource by its URI. The params borrow the request.
struct Named {
    std::string uri;
    jsonrpc::Members params;
};

/// What a request's params name; the refusal says what the method needs.
std::variant<Named, Refusal> resourceIn(const MethodCall& call) {
    auto params = jsonrpc::Members::read(call.request.params);
    auto uri = params.ok() ? params.value().findString("uri") : std::nullopt;
    if (uri) return Named{std::move(*uri), std::move(params).value()};
    return invalidParams(call.request.method + " needs params.uri, a string");
}

}  // namespace

void readResource(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    const auto named = resourceIn(call);
    if (const auto* refusal = std::get_if<Refusal>(&named)) return done(*refusal);
    const Named& wanted = std::get<Named>(named);
    const std::string& uri = wanted.uri;
    const auto resource = offer.catalogue->resourceAt(uri);
    if (!resource) {
        return done(notFound(call.revision,
                             uri,
                             "there is no resource " + base::quoted(uri) +
                                 base::didYouMean(uri, offer.catalogue->resources().names()) +
                                 "; resources/list names those there are"));
    }
    runInPlugin(
        offer,
        call,
        pluginCall(call, resource, argumentsFor(resource->definition(), uri), wanted.params),
        [uri](const Revision& revision, tools::Answer answer) {
            return contentsOf(revision, uri, std::move(answer));
        },
        done);
}

void subscribe(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    const auto named = resourceIn(call);
    if (const auto* refusal = std::get_if<Refusal>(&named)) return done(*refusal);
    const std::string& uri = std::get<Named>(named).uri;
    if (!offer.catalogue->resourceAt(uri)) {
        return done(notFound(
            call.revision, uri, "there is no resource " + base::quoted(uri) + " to watch"));
    }
    if (call.peer->subscribe(uri)) return done(closeResult(call.revision, {}));
    done(invalidParams("this session watches as many resources as it may; unsubscribe from one"));
}

void unsubscribe(const Offer&, const MethodCall& call, const MethodDone& done) {
    const auto named = resourceIn(call);
    if (const auto* refusal = std::get_if<Refusal>(&named)) return done(*refusal);
    call.peer->unsubscribe(std::get<Named>(named).uri);
    done(closeResult(call.revision, {}));
}

}  // namespace toolhost::mcp
