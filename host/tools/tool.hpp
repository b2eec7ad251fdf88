#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "identity/principal.hpp"
#include "tools/answer.hpp"
#include "tools/definition.hpp"

namespace toolhost::tools {

/// One call of one tool, admitted and validated.
struct Invocation {
    std::shared_ptr<const identity::Principal> principal;
    /// JSON object text that conforms to the tool's inputSchema.
    std::string arguments;
    /// Names the call in logs and audit.
    std::string id;
    base::SteadyTime deadline;
    /// Asks for a stop once nobody waits for the answer.
    std::stop_token cancelled;
};

/// Takes the answer of a call: exactly once, from any thread, perhaps before run() returns.
using Answered = std::function<void(Answer)>;

/// Something callable. What runs it does not know where it lives.
class Tool {
public:
    Tool() = default;
    Tool(const Tool&) = delete;
    Tool& operator=(const Tool&) = delete;
    virtual ~Tool() = default;

    [[nodiscard]] virtual const Definition& definition() const = 0;

    /// Starts the call; may be called from several threads at once. May block the calling thread
    /// for as long as a tool that works synchronously does.
    virtual void run(Invocation invocation, Answered answered) = 0;
};

}  // namespace toolhost::tools
