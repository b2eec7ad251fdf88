#include "http/mcp_route.hpp"

#include <utility>

#include "http/mcp_message.hpp"
#include "mcp/revisions/revision.hpp"

namespace toolhost::http {

McpRoute::McpRoute(mcp::Endpoint& endpoint, const Gate& gate, SseRoute& sse)
    : endpoint_(endpoint), gate_(gate), sse_(sse) {}

void McpRoute::handle(const Request& request, const Respond& respond) const {
    auto admitted = gate_.admit(request);
    if (auto* refused = std::get_if<Response>(&admitted)) return respond(std::move(*refused));
    auto& caller = std::get<Caller>(admitted);
    if (request.method == "POST") return post(request, std::move(caller), respond);
    if (request.method == "GET") return get(request, std::move(caller), respond);
    if (request.method == "DELETE") {
        return respond(responseOf(endpoint_.endSession(mcpHeaders(request.fields), *caller)));
    }
    respond(notAllowed("POST, GET, DELETE",
                       "POST messages here; GET opens a stream; DELETE ends a session"));
}

void McpRoute::post(const Request& request, Caller caller, const Respond& respond) const {
    if (auto objection = objectionToBody(request.fields)) return respond(std::move(*objection));
    endpoint_.handle(
        {.body = request.body,
         .principal = std::move(caller),
         .caller_left = request.left,
         .headers = mcpHeaders(request.fields),
         .connection = nullptr,
         .open_stream = acceptsStream(request.fields) ? request.open_stream : nullptr},
        [respond](mcp::Outbound outbound) { respond(responseOf(std::move(outbound))); });
}

/// A session's own stream; or, as the clients of 2024-11-05 look for it here too, one that carries
/// everything.
void McpRoute::get(const Request& request, Caller caller, const Respond& respond) const {
    mcp::Headers headers = mcpHeaders(request.fields);
    const bool is_stateless =
        headers.protocol_version && mcp::namesModernRevision(*headers.protocol_version);
    if (is_stateless || !asksForStream(request.fields)) {
        return respond(notAllowed(
            "POST, GET, DELETE",
            "POST messages here; GET opens a stream in a session, with Accept: text/event-stream"));
    }
    if (!headers.session_id) return sse_.open(request, std::move(caller), respond);
    endpoint_.listen(
        {.principal = std::move(caller),
         .caller_left = request.left,
         .headers = std::move(headers),
         .open_stream = request.open_stream},
        [respond](mcp::Outbound outbound) { respond(responseOf(std::move(outbound))); });
}

}  // namespace toolhost::http
