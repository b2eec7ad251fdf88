#include "http/router.hpp"

#include <utility>
#include <variant>

#include "http/oauth_route.hpp"

namespace toolhost::http {
namespace {

bool isMcp(std::string_view path) {
    return path == "/mcp" || path == "/mcp/";
}

bool isHealth(std::string_view path) {
    return path == "/healthz" || path == "/readyz";
}

Response health(const Request& request) {
    if (request.method != "GET" && request.method != "HEAD") {
        Response response = refusal(405, "health is asked for with GET");
        response.fields.emplace_back("Allow", "GET, HEAD");
        return response;
    }
    return jsonResponse(200, "{\"status\":\"ok\"}\n");
}

}  // namespace

Router::Router(const Settings& settings,
               const Gate& gate,
               const McpRoute& mcp,
               SseRoute& sse,
               const oauth::Endpoints& oauth)
    : settings_(settings), gate_(gate), mcp_(mcp), sse_(sse), oauth_(oauth) {}

void Router::handle(const Request& request, const Respond& respond) const {
    if (isMcp(request.path)) return mcp_.handle(request, respond);
    if (SseRoute::serves(request.path)) return sse_.handle(request, respond);
    if (oauth_.serves(request.path)) return handleOAuth(oauth_, request, respond);
    if (isHealth(request.path)) return respond(health(request));
    respond(refusal(404, "nothing is served at this path; MCP is at /mcp"));
}

std::optional<Response> Router::findObjection(const Request& head) const {
    if (!isMcp(head.path) && !SseRoute::serves(head.path)) return std::nullopt;
    auto admitted = gate_.admit(head);
    if (auto* refused = std::get_if<Response>(&admitted)) return std::move(*refused);
    return std::nullopt;
}

bool Router::mayWait(std::string_view path) const {
    return !isMcp(path) && !SseRoute::serves(path) && !isHealth(path);
}

std::size_t Router::bodyBytesMax(std::string_view path) const {
    return isMcp(path) || SseRoute::serves(path) ? settings_.body_bytes_max
                                                 : settings_.oauth_body_bytes_max;
}

}  // namespace toolhost::http
