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
#include "mcp/list_cursors.hpp"
#include "mcp/listeners.hpp"
#include "mcp/methods/call_context.hpp"
#include "mcp/sessions/sessions.hpp"
#include "mcp/settings.hpp"
#include "mcp/stream_quota.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::mcp {

/// Answers MCP messages of every served revision, over HTTP and stdio alike. Thread-safe.
class Endpoint {
public:
    /// What it is given by reference outlives it. The sealer keeps what clients carry for us.
    Endpoint(const std::shared_ptr<const tools::Catalogue>& catalogue,
             calls::Runner& runner,
             const crypto::Sealer& sealer,
             const base::Clock& clock,
             base::Log& log,
             const Settings& settings = {});

    /// [any thread] From here on offers this; who listens is told which lists are others. Calls
    /// that are under way end with what they began with.
    void offer(const std::shared_ptr<const tools::Catalogue>& catalogue);

    /// [before anything is handled] From here on calls go on as tasks where their clients know
    /// those. They are stopped before this ends.
    void serveTasks(tasks::Tasks& tasks);

    /// [any thread] Tells who watches the resource of that URI that it is another now.
    void resourceUpdated(const std::string& uri);

    /// [any thread] Answers one message, or several in one body where the revision has that; see
    /// Respond. What is answered with a stream is not answered otherwise.
    void handle(const Inbound& inbound, const Respond& respond);

    /// [any thread] Opens the stream of a session that belongs to no request, or takes one up again
    /// that the client lost (GET). Only a refusal is answered.
    void listen(const Listening& listening, const Respond& respond);

    /// [any thread] Opens a stream that carries all messages to one client (GET; HTTP+SSE of
    /// 2024-11-05). Null when there can be none. What comes in for it names the peer as its
    /// connection.
    std::shared_ptr<Peer> connect(const Listening& listening);

    /// [any thread] The client of that connection sends nothing more: what only waits for events
    /// ends.
    void hangUp(const Peer& connection);

    /// [any thread] Ends an HTTP session (DELETE).
    Outbound endSession(const Headers& headers, const identity::Principal& caller);

    /// [any thread] Ends all subscriptions: the host is about to stop.
    void close();

private:
    void handleBatch(std::string_view text, const Inbound& inbound, const Respond& respond);
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
    void dispatch(MethodCall call);
    Outbound handleNotification(const jsonrpc::Notification& notification, const Inbound& inbound);
    Outbound handleResponse(const jsonrpc::Response& response, const Inbound& inbound);
    std::variant<std::shared_ptr<Peer>, Refusal> findPeer(const Inbound& inbound);
    std::variant<std::shared_ptr<Peer>, Refusal> findSession(const Headers& headers,
                                                             const identity::Principal& caller);
    [[nodiscard]] OpenStream counted(const Inbound& inbound, std::string_view method);
    Outbound refuse(const Refusal& refusal, const std::optional<jsonrpc::Id>& id);

    [[nodiscard]] std::shared_ptr<const Offer> current() const;

    const Settings settings_;
    calls::Runner& runner_;
    const RoundTrips round_trips_;
    const ListCursors cursors_;
    base::Log& log_;
    StreamQuota streams_;  // outlives what holds streams
    Sessions sessions_;
    Listeners listeners_;
    tasks::Tasks* tasks_ = nullptr;
    mutable std::mutex mutex_;
    std::shared_ptr<const Offer> offer_;  // guarded by mutex_
};

}  // namespace toolhost::mcp
