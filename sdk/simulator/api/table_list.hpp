#pragma once

#include "simulator/api/call.hpp"
#include "simulator/message.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// The records of a table that match the request's query, one page of them. The page is cut before
/// the row rules apply, so it may be short though more rows follow.
Result<Reply> listRecords(const Call& call, const Table& table);

}  // namespace toolhost::sim
