#include "http/mcp_route.hpp"

#include <memory>
#include <utility>

#include "base/text.hpp"

namespace toolhost::http {
namespace {

std::optional<std::string> textField(const Fields& fields, std::string_view name) {
    const auto found = findField(fields, name);
    if (!found) return std::nullopt;
    return std::string(base::trim(*found));
}

mcp::Headers mcpHeaders(const Fields& fields) {
    return {.protocol_version = textField(fields, "MCP-Protocol-Version"),
            .method = textField(fields, "Mcp-Method"),
            .name = textField(fields, "Mcp-Name"),
            .session_id = textField(fields, "Mcp-Session-Id")};
}

/// Whether the body is said to be JSON. A missing type is let pass; clients leave it out.
bool saysJson(const Fields& fields) {
    const auto type = findField(fields, "Content-Type");
    if (!type) return true;
    return base::equalsIgnoringCase(base::trim(base::split(*type, ';').front()),
                                    "application/json");
}

/// The token that the field holds, with or without "Bearer " before it; null when there is none.
std::shared_ptr<const base::Secret> findToken(const Fields& fields, const std::string& name) {
    constexpr std::string_view kBearer = "Bearer ";
    if (name.empty()) return nullptr;
    const auto value = findField(fields, name);
    if (!value) return nullptr;
    auto token = base::trim(*value);
    if (base::equalsIgnoringCase(token.substr(0, kBearer.size()), kBearer)) {
        token = base::trim(token.substr(kBearer.size()));
    }
    return std::make_shared<const base::Secret>(std::string(token));
}

Response unauthorized(const identity::Refusal& refused) {
    const std::string error = refused.error.empty() ? "unauthorized" : refused.error;
    const std::string description =
        refused.description.empty() ? "an access token is required" : refused.description;
    Response response = jsonResponse(refused.http_status,
                                     R"({"error":)" + jsonText(error) + R"(,"error_description":)" +
                                         jsonText(description) + "}\n");
    response.fields.emplace_back("WWW-Authenticate", refused.www_authenticate);
    return response;
}

Response notAllowed() {
    Response response = refusal(405, "POST messages here; DELETE ends a session");
    response.fields.emplace_back("Allow", "POST, DELETE");
    return response;
}

Response responseOf(mcp::Outbound outbound) {
    Response response{outbound.http_status, {}, std::move(outbound.body)};
    if (!response.body.empty()) response.fields.emplace_back("Content-Type", "application/json");
    if (!outbound.session_id.empty()) {
        response.fields.emplace_back("Mcp-Session-Id", std::move(outbound.session_id));
    }
    return response;
}

}  // namespace

McpRoute::McpRoute(mcp::Endpoint& endpoint,
                   const identity::Authenticator& authenticator,
                   Gatehouse gatehouse,
                   const base::Clock& clock,
                   base::Log& log)
    : endpoint_(endpoint),
      authenticator_(authenticator),
      gatehouse_(std::move(gatehouse)),
      clock_(clock),
      log_(log) {}

/// Where the caller comes from and who it is, before anything it says is looked at.
std::variant<std::shared_ptr<const identity::Principal>, Response> McpRoute::admit(
    const Request& request) const {
    if (const auto objection = gatehouse_.origins.findObjection(request.fields)) {
        log_.warning("http.request.refused", {{"peer", request.peer}, {"reason", *objection}});
        return refusal(403, *objection);
    }
    auto authentication =
        authenticator_.authenticate(findFields(request.fields, "Authorization"), clock_.wall());
    if (const auto* refused = std::get_if<identity::Refusal>(&authentication)) {
        log_.info("http.request.refused",
                  {{"peer", request.peer},
                   {"status", std::to_string(refused->http_status)},
                   {"reason", refused->description}});
        return unauthorized(*refused);
    }
    auto& principal = std::get<identity::Principal>(authentication);
    principal.servicenow_token = findToken(request.fields, gatehouse_.servicenow_token_field);
    return std::make_shared<const identity::Principal>(std::move(principal));
}

void McpRoute::handle(const Request& request, const Respond& respond) const {
    auto admitted = admit(request);
    if (auto* refused = std::get_if<Response>(&admitted)) return respond(std::move(*refused));
    auto& principal = std::get<0>(admitted);
    if (request.method == "POST") return post(request, std::move(principal), respond);
    if (request.method == "DELETE") {
        return respond(responseOf(endpoint_.endSession(mcpHeaders(request.fields), *principal)));
    }
    respond(notAllowed());
}

void McpRoute::post(const Request& request,
                    std::shared_ptr<const identity::Principal> principal,
                    const Respond& respond) const {
    if (!saysJson(request.fields)) {
        return respond(refusal(415, "Content-Type must be application/json"));
    }
    endpoint_.handle(
        {.body = request.body,
         .principal = std::move(principal),
         .caller_left = request.left,
         .headers = mcpHeaders(request.fields),
         .connection = nullptr,
         .notify = {}},
        [respond](mcp::Outbound outbound) { respond(responseOf(std::move(outbound))); });
}

}  // namespace toolhost::http
