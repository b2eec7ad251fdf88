#pragma once

#include <string>
#include <utility>
#include <vector>

#include "simulator/api/call.hpp"
#include "simulator/message.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// Rows of a table before any row rule, and the headers that go with them.
struct Listing {
    std::vector<Record> records;
    std::vector<std::pair<std::string, std::string>> headers;  ///< X-Total-Count and Link
};

/// The page of a table that the request's query and paging ask for, at most `limit` records when
/// they do not say.
Result<Listing> listRows(const Call& call, const Table& table, long long limit);

/// The records of a table that match the request's query, one page of them. The page is cut before
/// the row rules apply, so it may be short though more rows follow.
Result<Reply> listRecords(const Call& call, const Table& table);

}  // namespace toolhost::sim
