#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.hpp"
#include "crypto/sealer.hpp"
#include "identity/principal.hpp"
#include "mcp/refusal.hpp"
#include "tools/answer.hpp"

namespace toolhost::mcp {

/// What a round trip belongs to: nobody else's answers, nothing else that was asked for and no
/// other arguments go with its state. Borrowed.
struct Occasion {
    const identity::Principal& principal;
    std::string_view method;
    std::string_view name;       ///< of the tool, prompt or resource
    std::string_view arguments;  ///< a JSON object's text
};

/// Lets a tool ask the user by way of a client that keeps the state meanwhile (MCP 2026-07-28,
/// "Multi round-trip requests"): state leaves sealed, bound to its occasion and for a limited time.
/// Thread-safe.
class RoundTrips {
public:
    static constexpr std::chrono::minutes kAnswerWithin{30};

    /// The clock outlives it.
    RoundTrips(crypto::Sealer sealer, const base::Clock& clock);

    /// The members of an InputRequiredResult: inputRequests, and requestState when the tool keeps
    /// any.
    [[nodiscard]] base::Result<std::string> members(const tools::Questions& questions,
                                                    const Occasion& occasion) const;

    /// What was sealed for that occasion; a refusal for anything else, without saying which part
    /// does not fit.
    [[nodiscard]] std::variant<std::string, Refusal> state(std::string_view request_state,
                                                           const Occasion& occasion) const;

private:
    const crypto::Sealer sealer_;
    const base::Clock& clock_;
};

}  // namespace toolhost::mcp
