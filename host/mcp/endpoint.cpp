#include "mcp/endpoint.hpp"

#include <utility>

#include "base/text.hpp"
#include "mcp/era.hpp"
#include "mcp/header_check.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/revisions/down_convert.hpp"

namespace toolhost::mcp {
namespace {

/// Notifications and responses are taken without a body (MCP, transports).
Outbound accepted() {
    return {.http_status = 202, .body = {}, .session_id = {}};
}

Outbound resultOf(const jsonrpc::Id& id, const std::string& result) {
    return {.http_status = 200, .body = jsonrpc::encodeResult(id, result), .session_id = {}};
}

Refusal noSession() {
    return {.code = jsonrpc::kInvalidRequest,
            .message =
                "Mcp-Session-Id header is missing; send initialize first and repeat the id it "
                "answers with",
            .http_status = 400};
}

Refusal unknownSession() {
    return {.code = jsonrpc::kInvalidRequest,
            .message = "no such session: it ended, or was idle too long; send initialize again",
            .http_status = 404};
}

std::map<const Revision*, Lists> listsOf(const tools::Catalogue& catalogue) {
    std::map<const Revision*, Lists> lists;
    for (const Revision* revision : revisions()) {
        lists[revision] = listsFor(*revision, catalogue);
    }
    return lists;
}

/// The notifications by which a client hears that one list is another than before.
std::vector<std::string> changesBetween(const Lists& before, const Lists& after) {
    std::vector<std::string> methods;
    if (before.tools != after.tools) methods.emplace_back("notifications/tools/list_changed");
    if (before.prompts != after.prompts) methods.emplace_back("notifications/prompts/list_changed");
    if (before.resources != after.resources || before.templates != after.templates) {
        methods.emplace_back("notifications/resources/list_changed");
    }
    return methods;
}

}  // namespace

Endpoint::Endpoint(const std::shared_ptr<const tools::Catalogue>& catalogue,
                   calls::Runner& runner,
                   crypto::Sealer sealer,
                   const base::Clock& clock,
                   base::Log& log)
    : runner_(runner), round_trips_(std::move(sealer), clock), log_(log), sessions_(clock) {
    offer(catalogue);
}

void Endpoint::offer(const std::shared_ptr<const tools::Catalogue>& catalogue) {
    const auto next =
        std::make_shared<const Offer>(Offer{catalogue, listsOf(*catalogue), runner_, round_trips_});
    std::shared_ptr<const Offer> before = next;
    {
        const std::lock_guard lock(mutex_);
        offer_.swap(before);  // what was offered before may end with this reference
    }
    if (!before) return;
    const Revision* const latest = revisions().back();
    for (const auto& method : changesBetween(before->lists.at(latest), next->lists.at(latest))) {
        listeners_.tell(method);
    }
}

void Endpoint::resourceUpdated(const std::string& uri) {
    listeners_.tellOfUpdate(uri);
}

std::shared_ptr<const Offer> Endpoint::current() const {
    const std::lock_guard lock(mutex_);
    return offer_;
}

void Endpoint::handle(const Inbound& inbound, const Respond& respond) {
    const jsonrpc::Message message = jsonrpc::decode(inbound.body);
    if (const auto* request = std::get_if<jsonrpc::Request>(&message)) {
        return handleRequest(*request, inbound, respond);
    }
    if (const auto* notification = std::get_if<jsonrpc::Notification>(&message)) {
        return respond(handleNotification(*notification, inbound));
    }
    if (const auto* malformed = std::get_if<jsonrpc::Malformed>(&message)) {
        return respond(
            refuse({.code = malformed->code, .message = malformed->message}, std::nullopt));
    }
    if (std::holds_alternative<jsonrpc::Batch>(message)) {
        return respond(refuse({.message = "batches are not served; send one message at a time"},
                              std::nullopt));
    }
    respond(accepted());  // a response to a request this host did not send
}

void Endpoint::handleRequest(const jsonrpc::Request& request,
                             const Inbound& inbound,
                             const Respond& respond) {
    const Era era = eraOfRequest(request.method, request.params, inbound.headers);
    if (const auto* refusal = std::get_if<Refusal>(&era)) {
        return respond(refuse(*refusal, request.id));
    }
    if (const auto* stateless = std::get_if<Stateless>(&era)) {
        return serveStateless(*stateless->revision, request, inbound, respond);
    }
    if (request.method == "initialize") return openSession(request, inbound, respond);
    serveInSession(request, inbound, respond);
}

void Endpoint::serveStateless(const Revision& revision,
                              const jsonrpc::Request& request,
                              const Inbound& inbound,
                              const Respond& respond) {
    if (inbound.headers) {
        if (const auto refusal = findMissingHeader(*inbound.headers, namedIn(request))) {
            return respond(refuse(*refusal, request.id));
        }
    }
    dispatch({request, revision, inbound.principal, inbound.caller_left, inbound.notify},
             inbound.connection,
             respond);
}

void Endpoint::openSession(const jsonrpc::Request& request,
                           const Inbound& inbound,
                           const Respond& respond) {
    const MethodCall call{
        request, settledRevision(request.params), inbound.principal, {}, inbound.notify};
    initialize(*current(), call, [&](const MethodResult& result) {  // answers before it returns
        if (const auto* refusal = std::get_if<Refusal>(&result)) {
            return respond(refuse(*refusal, request.id));
        }
        Outbound outbound = resultOf(request.id, std::get<std::string>(result));
        const auto peer = inbound.connection ? inbound.connection : std::make_shared<Peer>();
        peer->settle(call.revision);
        if (inbound.headers) outbound.session_id = sessions_.open(*inbound.principal, peer);
        if (inbound.notify) listeners_.add(peer, inbound.notify);
        respond(std::move(outbound));
    });
}

void Endpoint::serveInSession(const jsonrpc::Request& request,
                              const Inbound& inbound,
                              const Respond& respond) {
    const auto found = findPeer(inbound);
    if (const auto* refusal = std::get_if<Refusal>(&found)) {
        return respond(refuse(*refusal, request.id));
    }
    const auto& peer = std::get<std::shared_ptr<Peer>>(found);
    // A client that leaves does not cancel here; it may come back for the answer (2025-11-25,
    // transports).
    dispatch({request, *peer->revision(), inbound.principal, {}, inbound.notify}, peer, respond);
}

void Endpoint::dispatch(const MethodCall& call,
                        const std::shared_ptr<Peer>& peer,
                        const Respond& respond) {
    const Method method = findMethod(call.revision, call.request.method);
    if (method == nullptr) {
        Refusal refusal = methodNotFound(call.request.method);
        if (!call.revision.is_modern) refusal.http_status = 200;
        return respond(refuse(refusal, call.request.id));
    }
    MethodCall watched = call;
    watched.peer = peer;
    if (peer) watched.caller_left = peer->begin(call.request.id.json);
    const auto offer = current();  // until the method returns
    method(*offer,
           watched,
           [this, id = call.request.id, peer, left = watched.caller_left, respond](
               MethodResult result) {
               if (peer) peer->end(id.json);
               if (peer && left.stop_requested()) {
                   return respond(accepted());  // cancelled: no answer
               }
               if (const auto* refusal = std::get_if<Refusal>(&result)) {
                   return respond(refuse(*refusal, id));
               }
               respond(resultOf(id, std::get<std::string>(result)));
           });
}

Outbound Endpoint::handleNotification(const jsonrpc::Notification& notification,
                                      const Inbound& inbound) {
    const bool has_peer =
        inbound.connection || !isModernNotification(notification.params, inbound.headers);
    if (!has_peer) return accepted();
    const auto found = findPeer(inbound);
    if (const auto* refusal = std::get_if<Refusal>(&found)) return refuse(*refusal, std::nullopt);
    if (notification.method != "notifications/cancelled") return accepted();
    const auto members = jsonrpc::Members::read(notification.params);
    if (!members.ok()) {
        return accepted();  // a notification cannot be answered, so neither can its fault
    }
    if (const auto id = members.value().find("requestId")) {
        std::get<std::shared_ptr<Peer>>(found)->cancel(std::string(*id));
    }
    return accepted();
}

std::variant<std::shared_ptr<Peer>, Refusal> Endpoint::findPeer(const Inbound& inbound) {
    if (inbound.connection) {
        if (inbound.connection->revision() == nullptr) {
            inbound.connection->settle(
                latestSessionRevision());  // a client that never says initialize
        }
        return inbound.connection;
    }
    const Headers& headers = *inbound.headers;
    if (!headers.session_id) return noSession();
    auto peer = sessions_.find(*headers.session_id, *inbound.principal);
    if (!peer) return unknownSession();
    if (headers.protocol_version && findRevision(*headers.protocol_version) == nullptr) {
        return Refusal{.message = "MCP-Protocol-Version " +
                                  base::quoted(*headers.protocol_version) + " is not served"};
    }
    return peer;
}

Outbound Endpoint::endSession(const Headers& headers, const identity::Principal& caller) {
    if (!headers.session_id) return refuse(noSession(), std::nullopt);
    if (!sessions_.close(*headers.session_id, caller)) {
        return refuse(unknownSession(), std::nullopt);
    }
    return {.http_status = 204, .body = {}, .session_id = {}};
}

Outbound Endpoint::refuse(const Refusal& refusal, const std::optional<jsonrpc::Id>& id) {
    log_.debug("mcp.request.refused",
               {{"error_code", std::to_string(refusal.code)}, {"reason", refusal.message}});
    return answerWith(refusal, id);
}

}  // namespace toolhost::mcp
