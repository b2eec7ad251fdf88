#pragma once

#include <optional>

#include "simulator/result.hpp"
#include "simulator/write/rules.hpp"
#include "simulator/write/writer.hpp"

namespace toolhost::sim {

/// What follows a write that has been stored: a change that is to be assessed or authorized asks
/// for approvals; an approval or rejection moves its change on or back. The refusal, if one of the
/// writes this takes is refused; then nothing of it all remains.
std::optional<Refusal> followApprovals(const Change& change, Writer& writer);

}  // namespace toolhost::sim
