#include "oauth/refusal.hpp"

#include <nlohmann/json.hpp>

namespace toolhost::oauth {

Response toResponse(const Refusal& refusal, const std::string& issuer) {
    Response response{refusal.status, tokenHeaders(), {}};
    if (refusal.status == 401) {
        response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"" + issuer + '"');
    }
    response.body =
        nlohmann::json{{"error", refusal.error}, {"error_description", refusal.description}}.dump();
    return response;
}

Response formRefused(const Refusal& refusal, const std::string& issuer) {
    auto response = toResponse(refusal, issuer);
    if (refusal.status == 405) response.headers.emplace_back("Allow", "POST");
    if (refusal.status == 503) response.headers.emplace_back("Retry-After", "1");
    return response;
}

Headers tokenHeaders() {
    return {{"Content-Type", "application/json"},
            {"Cache-Control", "no-store"},
            {"Pragma", "no-cache"},
            {"X-Content-Type-Options", "nosniff"}};
}

}  // namespace toolhost::oauth
