#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "mcp/sessions/peer.hpp"

namespace toolhost::mcp {

/// The connections that are told when a list or a resource changes: those whose way back carries
/// more than answers. Thread-safe.
class Listeners {
public:
    /// Sends one message, from any thread.
    using Notify = std::function<void(const std::string&)>;

    /// Tells the peer from here on, for as long as it is there.
    void add(const std::shared_ptr<Peer>& peer, Notify notify);

    /// Sends each a notification without parameters.
    void tell(const std::string& method);

    /// Tells those who watch the resource of that URI that it is another now.
    void tellOfUpdate(const std::string& uri);

private:
    struct Listener {
        std::weak_ptr<Peer> peer;
        Notify notify;
    };

    [[nodiscard]] std::vector<Listener> listeners() const;

    mutable std::mutex mutex_;
    std::vector<Listener> listeners_;  // guarded by mutex_
};

}  // namespace toolhost::mcp
