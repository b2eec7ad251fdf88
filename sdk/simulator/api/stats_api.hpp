#pragma once

#include <string_view>

#include "simulator/api/call.hpp"
#include "simulator/message.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// Answers GET /api/now/stats/{table}. Row rules do not apply to aggregates: a count may exceed
/// what the caller can list.
Result<Reply> answerStats(const Call& call, std::string_view name);

}  // namespace toolhost::sim
