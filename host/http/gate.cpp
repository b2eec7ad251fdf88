#include "http/gate.hpp"

#include <utility>

#include "base/text.hpp"

namespace toolhost::http {
namespace {

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

}  // namespace

Gate::Gate(const identity::Authenticator& authenticator,
           Rules rules,
           const base::Clock& clock,
           base::Log& log)
    : authenticator_(authenticator), rules_(std::move(rules)), clock_(clock), log_(log) {}

std::variant<std::shared_ptr<const identity::Principal>, Response> Gate::admit(
    const Request& request) const {
    if (const auto objection = rules_.origins.findObjection(request.fields)) {
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
    principal.servicenow_token = findToken(request.fields, rules_.servicenow_token_field);
    return std::make_shared<const identity::Principal>(std::move(principal));
}

}  // namespace toolhost::http
