#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>

#include "mcp/event_stream.hpp"
#include "mcp/revisions/revision.hpp"
#include "mcp/sessions/asks.hpp"
#include "mcp/sessions/tracks.hpp"

namespace toolhost::mcp {

/// The other end of a session, or of a connection that carries every message on one line (stdio,
/// HTTP+SSE): what it settled on, its requests in flight, so that it can cancel them by id, what it
/// is being asked, and the resources it watches. Thread-safe.
class Peer {
public:
    /// A session over HTTP.
    Peer() = default;
    /// A connection.
    explicit Peer(std::shared_ptr<EventStream> line) : line_(std::move(line)) {}

    /// What `initialize` settles: the revision, and what the client can be asked
    /// (ClientCapabilities, JSON text).
    struct Terms {
        const Revision* revision = nullptr;
        std::string capabilities = "{}";
    };
    /// Without a revision before `initialize`.
    [[nodiscard]] Terms terms() const;
    void settle(Terms terms);

    /// The least level of messages the client wants (logging/setLevel); absent before it says.
    [[nodiscard]] std::optional<int> level() const;
    void setLevel(int level);

    /// The connection's line; null for a session over HTTP.
    [[nodiscard]] const std::shared_ptr<EventStream>& line() const { return line_; }

    /// Sends a message that belongs to no request.
    void tell(const std::string& message);

    Tracks& tracks() { return tracks_; }
    Asks& asks() { return asks_; }

    /// Notes a request; the token says when it is cancelled. The id must not be in flight already.
    std::stop_token begin(const std::string& id);
    void end(const std::string& id);

    /// Cancels the request of that id; nothing happens when there is none.
    void cancel(const std::string& id);

    /// Cancels every request: the other end is gone.
    void cancelAll();

    /// How many resources one peer may watch.
    static constexpr std::size_t kSubscriptionsMax = 1'000;

    /// Watches the resource of that URI; false when it watches as many as it may.
    bool subscribe(const std::string& uri);
    void unsubscribe(const std::string& uri);
    [[nodiscard]] bool watches(const std::string& uri) const;

private:
    const std::shared_ptr<EventStream> line_;
    Tracks tracks_;
    Asks asks_;
    mutable std::mutex mutex_;
    Terms terms_;                                             // guarded by mutex_
    std::optional<int> level_;                                // guarded by mutex_
    std::multimap<std::string, std::stop_source> in_flight_;  // guarded by mutex_
    std::set<std::string> watched_;                           // guarded by mutex_
};

}  // namespace toolhost::mcp
