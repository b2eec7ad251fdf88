#pragma once

#include "simulator/database.hpp"
#include "simulator/schema.hpp"
#include "simulator/settings.hpp"

namespace toolhost::sim {

/// Makes the tables of a new database, describes them in the dictionary and seeds the records.
/// Leaves a database that was filled before as it is. Throws std::runtime_error when it was made
/// for another schema.
void prepareDatabase(Session& session, const Schema& schema, const InstanceSettings& settings);

}  // namespace toolhost::sim
