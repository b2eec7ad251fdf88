#pragma once

#include "mcp/methods/call_context.hpp"

namespace toolhost::mcp {

/// What a tool's answer is as the result of tools/call in that revision, or the error in its place.
/// Questions are none.
MethodResult toolResult(const Revision& revision, tools::Answer answer);

}  // namespace toolhost::mcp
