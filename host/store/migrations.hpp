#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/connection.hpp"

namespace toolhost::store {

/// One change of a room's tables; constant text, possibly of several statements, without BEGIN or
/// COMMIT. Never edited once released: the next change is the next number.
struct Migration {
    int number;
    std::string_view sql;
};

/// A room's changes in order, numbered from 1 without gaps.
struct Migrations {
    std::string_view room;
    std::vector<Migration> steps;
};

/// Brings the tables up to date: each step once, recorded in
/// schema_migrations(room, number, applied_at), all or none. Refuses a database that is newer than
/// the program.
base::Result<base::Done> migrate(Connection& connection, const std::vector<Migrations>& rooms);

}  // namespace toolhost::store
