#pragma once

#include <string_view>

#include "simulator/records.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// What the values of a body are: as stored, or as users see them (sysparm_input_display_value).
enum class InputValues { Stored, Display };

/// Reads the JSON body of a write into stored values of that table. As the platform does, it
/// ignores fields that do not exist and system fields, turns a reference's display value into the
/// record it names, cuts texts at the column's length, ignores a text for a number and empties what
/// other types cannot hold.
/// Journal entries are among the values.
Result<Values> readInput(std::string_view body,
                         const Table& table,
                         InputValues input_values,
                         Records& records);

}  // namespace toolhost::sim
