#pragma once

#include <functional>

#include "simulator/api/call.hpp"
#include "simulator/message.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// How one request of a batch is answered, as the same caller.
using AnswerInner = std::function<Reply(const Request&)>;

/// Answers POST /api/now/v1/batch: one request after the other, each by itself; those that the
/// quota leaves no time for are named as unserviced.
Result<Reply> answerBatch(const Call& call, const AnswerInner& answer_inner);

}  // namespace toolhost::sim
