#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "mcp/sessions/peer.hpp"
#include "mcp/way_back.hpp"

namespace toolhost::mcp {

/// What a client can be told has changed.
enum class Change { Tools, Prompts, Resources };

/// What a subscriptions/listen request wants to be told of.
struct Filter {
    std::set<Change> lists;
    std::set<std::string> uris;   ///< of resources
    std::set<std::string> tasks;  ///< by their ids, the subscriber's own

    [[nodiscard]] bool isEmpty() const { return lists.empty() && uris.empty() && tasks.empty(); }
};

/// One subscriptions/listen request (MCP 2026-07-28, "Subscriptions").
struct Subscription {
    std::string id_json;  ///< of the request; every message on its stream repeats it
    Filter filter;
    std::shared_ptr<WayBack> way;
    /// The connection that it came on; null for a POST of its own.
    std::shared_ptr<Peer> connection;
    /// Answers the request, which ends the stream. Called at most once.
    std::function<void()> close;
};

/// Everybody who is told when a list or a resource changes: sessions, connections and
/// subscriptions. Thread-safe.
class Listeners {
public:
    /// Tells the peer of all lists, and of the resources it watches, for as long as it is there;
    /// once, however often it is added.
    void add(const std::shared_ptr<Peer>& peer);

    /// Tells the subscription what it wants; gives a number to take it away by.
    std::uint64_t add(Subscription subscription);

    /// Closes that subscription, unless it is closed.
    void close(std::uint64_t number);
    /// Closes those of that connection.
    void closeOf(const Peer& connection);
    /// Closes all of them, and from here on each that comes.
    void closeAll();

    void tell(Change change);
    /// Tells those who watch the resource of that URI that it is another now.
    void tellOfUpdate(const std::string& uri);
    /// Tells those who follow the task what it is now; `members` writes that, and is asked once,
    /// when there are any.
    void tellOfTask(const std::string& id, const std::function<std::string()>& members);

private:
    using SharedSubscription = std::shared_ptr<const Subscription>;

    [[nodiscard]] std::vector<std::shared_ptr<Peer>> peers();
    [[nodiscard]] std::vector<SharedSubscription> subscriptions() const;

    mutable std::mutex mutex_;
    std::map<const Peer*, std::weak_ptr<Peer>> peers_;           // guarded by mutex_
    std::map<std::uint64_t, SharedSubscription> subscriptions_;  // guarded by mutex_
    std::uint64_t added_ = 0;                                    // guarded by mutex_
    bool is_closed_ = false;                                     // guarded by mutex_
};

/// The name of the notification that says so.
std::string_view notificationOf(Change change);

/// The _meta that ties a message to a subscription.
std::string subscriptionMeta(const std::string& id_json);

}  // namespace toolhost::mcp
