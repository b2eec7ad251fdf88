#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "identity/principal.hpp"
#include "tools/answer.hpp"
#include "tools/target.hpp"

namespace toolhost::tools {

/// What a request says beside its arguments. JSON texts; empty where it says nothing.
struct Particulars {
    /// The request's own _meta object, without what is the protocol's.
    std::string meta;
    /// MCP ClientCapabilities: what the client can be asked.
    std::string client_capabilities = "{}";
    /// W3C traceparent.
    std::string trace;
    /// What the user answered to earlier Questions, an object by their names.
    std::string answers;
    /// The state those Questions came with, any bytes.
    std::string state;
};

/// How far a call is. `total` 0: not known.
struct Progress {
    double done = 0;
    double total = 0;
    std::string message;
};

/// What a call says to its client while it runs.
struct Message {
    /// 0 debug to 7 emergency: the order of RFC 5424, turned round.
    int level = 1;
    std::string logger;  ///< empty for none
    std::string data;    ///< JSON text
};

/// Who listens to a call while it runs. Any thread; must not block.
class Audience {
public:
    Audience() = default;
    Audience(const Audience&) = delete;
    Audience& operator=(const Audience&) = delete;
    virtual ~Audience() = default;

    virtual void progress(const Progress& progress) = 0;
    virtual void message(const Message& message) = 0;
    /// Whether the connection that carries the answer may be let go, for the client to come back.
    [[nodiscard]] virtual bool canComeBack() const = 0;
    /// Lets it go; the client comes back after that pause, 0 for the host's own.
    virtual void comeBack(std::chrono::milliseconds retry) = 0;
};

/// One call of one callable, admitted and validated.
struct Invocation {
    std::shared_ptr<const identity::Principal> principal;
    /// JSON object text that conforms to what the target wants (TOOLHOST_CALL_ARGUMENTS).
    std::string arguments;
    Particulars particulars{};
    /// Null when nobody listens.
    std::shared_ptr<Audience> audience{};
    /// Names the call in logs and audit.
    std::string id;
    base::SteadyTime deadline;
    /// Asks for a stop once nobody waits for the answer.
    std::stop_token cancelled;
};

/// Takes the answer of a call: exactly once, from any thread, perhaps before run() returns.
using Answered = std::function<void(Answer)>;

/// Something that a request can ask for. What runs it does not know where it lives.
class Callable {
public:
    Callable() = default;
    Callable(const Callable&) = delete;
    Callable& operator=(const Callable&) = delete;
    virtual ~Callable() = default;

    [[nodiscard]] virtual const Target& target() const = 0;

    /// Starts the call; may be called from several threads at once. May block the calling thread
    /// for as long as what works synchronously does.
    virtual void run(Invocation invocation, Answered answered) = 0;

    /// Told that a run() did not return long after its call had been answered in its place: the
    /// thread is lost, and further calls would lose further ones. From any thread.
    virtual void quarantine() {}
};

}  // namespace toolhost::tools
