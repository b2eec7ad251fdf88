#pragma once

#include "simulator/schema.hpp"

namespace toolhost::sim {

/// The SQLite type of a column, and how its texts compare.
const char* sqlType(const Column& column);

}  // namespace toolhost::sim
