#pragma once

#include <deque>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "simulator/message.hpp"

namespace toolhost::sim {

/// The last requests, for tests to look at. Holds no credentials. Any thread may use it.
class RequestLog {
public:
    static constexpr std::size_t kEntriesMax = 1'000;

    void add(const Request& request, const Reply& reply);
    void clear();
    /// Oldest first.
    [[nodiscard]] nlohmann::json entries() const;

private:
    struct Entry {
        std::string method;
        std::string path;
        std::string query;
        std::string user;
        std::string user_agent;
        std::string scheme;
        int status;
    };

    mutable std::mutex mutex_;
    std::deque<Entry> entries_;  // guarded by mutex_
};

}  // namespace toolhost::sim
