#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/records.hpp"

namespace toolhost::sim {

/// Begins to keep tallies of the tables: how many rows there are of each class with each
/// combination of values in the columns of few values that queries name (state, active, ...), so
/// that a filter by these alone need not pass every row to be counted. The triggers that do it cost
/// a little with every row, so this comes after a table has been filled.
void keepTallies(Records& records);

/// SQL of how many rows fulfil a condition on the table, whose alias is `t`, out of its tally;
/// absent when the tally cannot tell. `columns` are those that the condition reads.
std::optional<std::string> countOfTally(const Schema& schema,
                                        const Table& table,
                                        const std::vector<std::string>& columns,
                                        const std::string& condition);

}  // namespace toolhost::sim
