#pragma once

#include <string_view>

#include "simulator/api/call.hpp"
#include "simulator/message.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// Answers /api/now/attachment/{rest}: "" for the list, "file" and "upload" to attach, a sys_id or
/// "sys_id/file" for one. Who may see the record may see what is attached; who may write the record
/// may attach to it.
Result<Reply> answerAttachment(const Call& call, std::string_view rest);

}  // namespace toolhost::sim
