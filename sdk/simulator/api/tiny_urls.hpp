#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/api/call.hpp"
#include "simulator/message.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// Short names for long query strings: POST /api/now/tinyurl makes one, sysparm_tiny uses it.
/// Any thread may use it; they live as long as the program.
class TinyUrls {
public:
    /// Answers POST /api/now/tinyurl {"url": "api/now/table/incident?sysparm_query=..."}.
    Result<Reply> answer(const Call& call);
    /// The request that one with sysparm_tiny stands for; nothing when it has none, a refusal when
    /// the name is unknown.
    Result<std::optional<Request>> expand(const Request& request) const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string, std::less<>> queries_;  // by name; guarded by mutex_
};

}  // namespace toolhost::sim
