#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "http/exchange.hpp"
#include "http/origin.hpp"
#include "identity/authenticator.hpp"
#include "mcp/endpoint.hpp"

namespace toolhost::http {

/// What `/mcp` asks of a request besides its access token.
struct Gatehouse {
    OriginPolicy origins;
    /// The field that holds the caller's own ServiceNow token; empty for none.
    std::string servicenow_token_field{};
};

/// `/mcp`: from an HTTP request to an MCP message and back. Thread-safe.
class McpRoute {
public:
    /// What it is given by reference outlives it.
    McpRoute(mcp::Endpoint& endpoint,
             const identity::Authenticator& authenticator,
             Gatehouse gatehouse,
             const base::Clock& clock,
             base::Log& log);

    void handle(const Request& request, const Respond& respond) const;

private:
    [[nodiscard]] std::variant<std::shared_ptr<const identity::Principal>, Response> admit(
        const Request& request) const;
    void post(const Request& request,
              std::shared_ptr<const identity::Principal> principal,
              const Respond& respond) const;

    mcp::Endpoint& endpoint_;
    const identity::Authenticator& authenticator_;
    Gatehouse gatehouse_;
    const base::Clock& clock_;
    base::Log& log_;
};

}  // namespace toolhost::http
