#pragma once

#include "simulator/records.hpp"

namespace toolhost::sim {

/// Begins to keep count of the rows of every class, so that the total of a table need not be
/// counted. The triggers that do it cost a little with every row, so this comes after a table has
/// been filled.
void keepClassCounts(Records& records);

/// How many rows the table has, of its class and of all that extend it.
long long countClass(Session& session, const Table& table);

}  // namespace toolhost::sim
