#include "store/migrations.hpp"

#include <string>

#include "store/transaction.hpp"

namespace toolhost::store {
namespace {

constexpr Sql kCreateTable{"create schema_migrations",
                           "CREATE TABLE IF NOT EXISTS schema_migrations ("
                           " room TEXT NOT NULL,"
                           " number INTEGER NOT NULL,"
                           " applied_at TEXT NOT NULL,"
                           " PRIMARY KEY (room, number)) STRICT, WITHOUT ROWID"};
constexpr Sql kLastApplied{
    "read schema_migrations",
    "SELECT coalesce(max(number), 0) FROM schema_migrations WHERE room = ?1"};
constexpr Sql kRecord{"record a migration",
                      "INSERT INTO schema_migrations (room, number, applied_at)"
                      " VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"};

std::string nameOf(const Migrations& room, int number) {
    return "migration " + std::to_string(number) + " of " + std::string(room.room);
}

base::Result<base::Done> checkNumbers(const Migrations& room) {
    int expected = 1;
    for (const auto& step : room.steps) {
        if (step.number != expected) {
            return base::Error{nameOf(room, step.number) + ": expected number " +
                               std::to_string(expected)};
        }
        ++expected;
    }
    return base::Done{};
}

base::Result<int> lastApplied(Connection& connection, const Migrations& room) {
    auto statement = connection.prepare(kLastApplied);
    if (!statement.ok()) return statement.error();
    auto row = statement.value().bind(1, room.room).step();
    if (!row.ok()) return row.error();
    return static_cast<int>(statement.value().integer(0));
}

base::Result<base::Done> apply(Connection& connection,
                               const Migrations& room,
                               const Migration& step) {
    const std::string name = nameOf(room, step.number);
    if (auto done = connection.executeScript({name, step.sql}); !done.ok()) return done;
    if (!connection.inTransaction()) {
        return base::Error{name + ": it ends the transaction; a migration must not"};
    }
    auto record = connection.prepare(kRecord);
    if (!record.ok()) return record.error();
    return record.value().bind(1, room.room).bind(2, step.number).run();
}

base::Result<base::Done> bringUpToDate(Connection& connection, const Migrations& room) {
    if (auto numbered = checkNumbers(room); !numbered.ok()) return numbered;
    const auto last = lastApplied(connection, room);
    if (!last.ok()) return last.error();
    const int known = static_cast<int>(room.steps.size());
    if (last.value() > known) {
        return base::Error{"it was written by a newer version (" + std::string(room.room) +
                           " is at step " + std::to_string(last.value()) + ", this program knows " +
                           std::to_string(known) + "); run that version or restore a backup"};
    }
    for (const auto& step : room.steps) {
        if (step.number <= last.value()) continue;
        if (auto done = apply(connection, room, step); !done.ok()) return done;
    }
    return base::Done{};
}

}  // namespace

base::Result<base::Done> migrate(Connection& connection, const std::vector<Migrations>& rooms) {
    const std::string attempted = "bring " + connection.file().string() + " up to date";
    auto transaction = Transaction::begin(connection);
    if (!transaction.ok()) return base::because(attempted, transaction.error());
    if (auto done = connection.execute(kCreateTable); !done.ok()) {
        return base::because(attempted, done.error());
    }
    for (const auto& room : rooms) {
        if (auto done = bringUpToDate(connection, room); !done.ok()) {
            return base::because(attempted, done.error());
        }
    }
    return transaction.value().commit();
}

}  // namespace toolhost::store
