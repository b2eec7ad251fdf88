#pragma once

#include <memory>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "http/exchange.hpp"
#include "http/origin.hpp"
#include "identity/authenticator.hpp"

namespace toolhost::http {

/// Where a caller of MCP comes from and who it is, before anything it says is looked at.
/// Thread-safe.
class Gate {
public:
    struct Rules {
        OriginPolicy origins;
        /// The field that holds the caller's own ServiceNow token; empty for none.
        std::string servicenow_token_field{};
    };

    /// What it is given by reference outlives it.
    Gate(const identity::Authenticator& authenticator,
         Rules rules,
         const base::Clock& clock,
         base::Log& log);

    /// The caller, or the response that turns it away.
    [[nodiscard]] std::variant<std::shared_ptr<const identity::Principal>, Response> admit(
        const Request& request) const;

private:
    const identity::Authenticator& authenticator_;
    const Rules rules_;
    const base::Clock& clock_;
    base::Log& log_;
};

}  // namespace toolhost::http
