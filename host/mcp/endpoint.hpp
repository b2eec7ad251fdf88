#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "calls/runner.hpp"
#include "crypto/sealer.hpp"
#include "jsonrpc/message.hpp"
#include "mcp/exchange.hpp"
#include "mcp/methods/call_context.hpp"
#include "mcp/sessions/listeners.hpp"
#include "mcp/sessions/sessions.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::mcp {

/// Answers MCP messages of every served revision, over HTTP and stdio alike. Thread-safe.
class Endpoint {
public:
    /// What it is given by reference outlives it. The sealer keeps what tools ask of users.
    Endpoint(const std::shared_ptr<const tools::Catalogue>& catalogue,
             calls::Runner& runner,
             crypto::Sealer sealer,
             const base::Clock& clock,
             base::Log& log);

    /// [any thread] From here on offers this; who listens is told which lists are others. Calls
    /// that are under way end with what they began with.
    void offer(const std::shared_ptr<const tools::Catalogue>& catalogue);

    /// [any thread] Tells who watches the resource of that URI that it is another now.
    void resourceUpdated(const std::string& uri);

    /// [any thread] Answers one message; see Respond.
    void handle(const Inbound& inbound, const Respond& respond);

    /// [any thread] Ends an HTTP session (DELETE).
    Outbound endSession(const Headers& headers, const identity::Principal& caller);

private:
    void handleRequest(const jsonrpc::Request& request,
                       const Inbound& inbound,
                       const Respond& respond);
    void serveStateless(const Revision& revision,
                        const jsonrpc::Request& request,
                        const Inbound& inbound,
                        const Respond& respond);
    void serveInSession(const jsonrpc::Request& request,
                        const Inbound& inbound,
                        const Respond& respond);
    void openSession(const jsonrpc::Request& request,
                     const Inbound& inbound,
                     const Respond& respond);
    void dispatch(const MethodCall& call,
                  const std::shared_ptr<Peer>& peer,
                  const Respond& respond);
    Outbound handleNotification(const jsonrpc::Notification& notification, const Inbound& inbound);
    std::variant<std::shared_ptr<Peer>, Refusal> findPeer(const Inbound& inbound);
    Outbound refuse(const Refusal& refusal, const std::optional<jsonrpc::Id>& id);

    [[nodiscard]] std::shared_ptr<const Offer> current() const;

    calls::Runner& runner_;
    const RoundTrips round_trips_;
    base::Log& log_;
    Sessions sessions_;
    Listeners listeners_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Offer> offer_;  // guarded by mutex_
};

}  // namespace toolhost::mcp
