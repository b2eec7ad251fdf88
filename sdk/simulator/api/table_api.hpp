#pragma once

#include <string_view>

#include "simulator/api/call.hpp"
#include "simulator/message.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// Answers /api/now/table/{table} and, when `sys_id` is not empty, /api/now/table/{table}/{sys_id}.
Result<Reply> answerTable(const Call& call, std::string_view table, std::string_view sys_id);

}  // namespace toolhost::sim
