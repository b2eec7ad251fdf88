#pragma once

#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "store/connection.hpp"
#include "store/migrations.hpp"

namespace toolhost::store {

/// A table of unique texts for the tests of this room.
inline std::vector<Migrations> notesTable() {
    return {{"notes", {{1, "CREATE TABLE notes (text TEXT NOT NULL UNIQUE) STRICT"}}}};
}

inline base::Result<base::Done> insertNote(Connection& connection, std::string_view text) {
    auto statement = connection.prepare({"keep a note", "INSERT INTO notes (text) VALUES (?1)"});
    if (!statement.ok()) return statement.error();
    return statement.value().bind(1, text).run();
}

/// -1 when it cannot be said.
inline std::int64_t countNotes(Connection& connection) {
    auto statement = connection.prepare({"count notes", "SELECT count(*) FROM notes"});
    if (!statement.ok()) return -1;
    const auto row = statement.value().step();
    return row.ok() && row.value() ? statement.value().integer(0) : -1;
}

/// A connection that owns the file and has the table.
inline std::unique_ptr<Connection> openNotes(const std::filesystem::path& file) {
    auto connection = Connection::open(file, Access::ReadWrite);
    if (!connection.ok()) {
        ADD_FAILURE() << connection.error().what;
        return nullptr;
    }
    const auto migrated = migrate(*connection.value(), notesTable());
    EXPECT_TRUE(migrated.ok());
    return std::move(connection).value();
}

}  // namespace toolhost::store
