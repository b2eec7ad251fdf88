#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>

#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

/// The other end of a session or of a stdio connection: the revision it settled on, its requests
/// in flight, so that it can cancel them by id, and the resources it watches. Thread-safe.
class Peer {
public:
    /// The revision `initialize` settled on; null before.
    [[nodiscard]] const Revision* revision() const;
    void settle(const Revision& revision);

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
    mutable std::mutex mutex_;
    const Revision* revision_ = nullptr;                      // guarded by mutex_
    std::multimap<std::string, std::stop_source> in_flight_;  // guarded by mutex_
    std::set<std::string> watched_;                           // guarded by mutex_
};

}  // namespace toolhost::mcp
