#pragma once

#include <string_view>
#include <vector>

#include "simulator/schema.hpp"

namespace toolhost::sim {

/// The tables as the schema file writes them, inheritance not yet worked out.
/// Throws std::runtime_error naming the table and the fault.
std::vector<Table> readSchemaFile(std::string_view text);

}  // namespace toolhost::sim
