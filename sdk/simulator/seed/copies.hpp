#pragma once

#include "simulator/records.hpp"

namespace toolhost::sim {

/// Fills an instance up to `count` incidents with copies of the first `originals`, which have ids
/// and numbers of their own and no journals. Much quicker than inventing each.
void copyIncidents(Records& records, long long originals, long long count);

}  // namespace toolhost::sim
