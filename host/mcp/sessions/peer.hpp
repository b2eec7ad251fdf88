#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

/// The other end of a session or of a stdio connection: the revision it settled on, and its
/// requests in flight, so that it can cancel them by id. Thread-safe.
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

private:
    mutable std::mutex mutex_;
    const Revision* revision_ = nullptr;                      // guarded by mutex_
    std::multimap<std::string, std::stop_source> in_flight_;  // guarded by mutex_
};

}  // namespace toolhost::mcp
