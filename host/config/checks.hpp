#pragma once

#include <vector>

#include "config/load.hpp"

namespace toolhost::config {

/// What no single key shows: values that are each allowed and together are not, and keys that
/// others make necessary. Each problem points at a line that takes part in it.
std::vector<Problem> findContradictions(const Settings& settings, const Origins& origins);

}  // namespace toolhost::config
