#pragma once

#include "simulator/records.hpp"

namespace toolhost::sim {

/// Writes the schema into its own tables: sys_db_object, sys_dictionary, sys_dictionary_override,
/// sys_choice, sys_documentation and sys_glide_object. A table has rows for its own columns only.
void describeSchema(Records& records);

}  // namespace toolhost::sim
