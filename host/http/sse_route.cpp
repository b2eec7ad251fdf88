#include "http/sse_route.hpp"

#include <utility>

#include "base/ids.hpp"
#include "http/mcp_message.hpp"
#include "mcp/sessions/owner.hpp"

namespace toolhost::http {
namespace {

constexpr std::string_view kStreamPath = "/sse";
constexpr std::string_view kMessagesPath = "/messages";
constexpr std::string_view kSessionParameter = "sessionId=";

/// The id that the query names; ids have no character that a query would encode.
std::string sessionIn(std::string_view query) {
    const auto begin = query.find(kSessionParameter);
    if (begin == std::string_view::npos) return {};
    const auto value = query.substr(begin + kSessionParameter.size());
    return std::string(value.substr(0, value.find('&')));
}

}  // namespace

bool SseRoute::serves(std::string_view path) {
    return path == kStreamPath || path == kMessagesPath;
}

void SseRoute::handle(const Request& request, const Respond& respond) {
    auto admitted = gate_.admit(request);
    if (auto* refused = std::get_if<Response>(&admitted)) return respond(std::move(*refused));
    auto& caller = std::get<Caller>(admitted);
    if (request.path == kMessagesPath && request.method == "POST") {
        return post(request, std::move(caller), respond);
    }
    if (request.path == kStreamPath && request.method == "GET") {
        return open(request, std::move(caller), respond);
    }
    respond(request.path == kStreamPath ? notAllowed("GET", "GET opens a stream here")
                                        : notAllowed("POST", "POST messages here"));
}

void SseRoute::open(const Request& request, Caller caller, const Respond& respond) {
    auto peer = endpoint_.connect({.principal = caller,
                                   .caller_left = request.left,
                                   .headers = {},
                                   .open_stream = request.open_stream});
    if (!peer) {
        return respond(refusal(429, "no further stream can be had; close one that is open"));
    }
    const std::string id = base::randomHexId();
    const auto connection = std::make_shared<Connection>(mcp::ownerKey(*caller), peer);
    {
        const std::lock_guard lock(mutex_);
        connections_.emplace(id, connection);
    }
    connection->left.emplace(request.left, Leave{*this, id});
    const std::string endpoint =
        std::string(kMessagesPath) + '?' + std::string(kSessionParameter) + id;
    peer->line()->send({.data = endpoint, .name = "endpoint"});
}

void SseRoute::post(const Request& request, Caller caller, const Respond& respond) {
    if (auto objection = objectionToBody(request.fields)) return respond(std::move(*objection));
    const auto peer = find(sessionIn(request.query), *caller);
    if (!peer) return respond(refusal(404, "no such session; GET /sse opens one"));
    respond({202, {}, {}});
    endpoint_.handle({.body = request.body,
                      .principal = std::move(caller),
                      .caller_left = {},
                      .headers = std::nullopt,
                      .connection = peer},
                     [peer](const mcp::Outbound& outbound) {
                         if (!outbound.body.empty()) peer->line()->send({.data = outbound.body});
                     });
}

std::shared_ptr<mcp::Peer> SseRoute::find(const std::string& id,
                                          const identity::Principal& caller) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(id);
    const bool is_callers =
        found != connections_.end() && found->second->owner == mcp::ownerKey(caller);
    return is_callers ? found->second->peer : nullptr;
}

/// The client has gone: nobody waits for what it asked for.
void SseRoute::forget(const std::string& id) {
    decltype(connections_)::node_type gone;  // ends after the lock is released
    {
        const std::lock_guard lock(mutex_);
        gone = connections_.extract(id);
    }
    if (!gone) return;
    gone.mapped()->peer->cancelAll();
    endpoint_.hangUp(*gone.mapped()->peer);
}

}  // namespace toolhost::http
