#include "simulator/request_log.hpp"

#include <nlohmann/json.hpp>

#include "simulator/auth/authentication.hpp"

namespace toolhost::sim {

void RequestLog::add(const Request& request, const Reply& reply) {
    const std::lock_guard lock(mutex_);
    if (entries_.size() == kEntriesMax) entries_.pop_front();
    entries_.push_back({request.method,
                        request.path,
                        request.raw_query,
                        reply.caller,
                        request.user_agent,
                        std::string(schemeOf(request)),
                        reply.status});
}

void RequestLog::clear() {
    const std::lock_guard lock(mutex_);
    entries_.clear();
}

nlohmann::json RequestLog::entries() const {
    const std::lock_guard lock(mutex_);
    auto out = nlohmann::json::array();
    for (const auto& entry : entries_) {
        out.push_back({{"method", entry.method},
                       {"path", entry.path},
                       {"query", entry.query},
                       {"user", entry.user},
                       {"user_agent", entry.user_agent},
                       {"authorization", entry.scheme},
                       {"status", entry.status}});
    }
    return out;
}

}  // namespace toolhost::sim
